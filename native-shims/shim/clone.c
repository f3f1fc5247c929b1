#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "spawn.h"

/* Inherited by the new process. To lower it needs CAP_SYS_RESOURCE: said, not failed. */
void creator_oom_score(struct launch *l)
{
    char text[16];
    const struct opt_int *adj = &l->config->process.oom_score_adj;
    snprintf(text, sizeof text, "%d", adj->set ? (int)adj->v : 0);
    if (fd_put(AT_FDCWD, "/proc/self/oom_score_adj", text) < 0)
        launch_warn(l, "oom_score_adj cannot be set to %s: %s", text, err_text(errno));
}

pid_t creator_clone(struct launch *l, uint64_t flags, int cgroup, int gate[2], launch_fn *run,
                    struct err *e)
{
    /* CLONE_PARENT: a child of the shim's, not of ours; we end before it starts. */
    struct k_clone_args args = {.flags = flags | CLONE_PARENT};
    if (pipe2(gate, O_CLOEXEC) < 0)
        return err_sys(e, "create", "pipe");
    if (cgroup >= 0) {
        args.flags |= K_CLONE_INTO_CGROUP;
        args.cgroup = (uint64_t)cgroup;
    }
    pid_t pid = k_clone3(&args);
    if (pid == 0) {
        close(gate[1]);
        l->gate = gate[0];
        run(l);
    }
    return pid < 0 ? err_sys(e, "clone", "the container's process") : pid;
}

int creator_open_gate(const int gate[2], struct err *e)
{
    return fd_write_all(gate[1], "m", 1) < 0 ? err_sys(e, "write", "gate") : 0;
}
