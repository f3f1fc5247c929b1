#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/path.h"
#include "../common/sys.h"
#include "launch.h"

static int enter(struct launch *l, const char *cwd)
{
    cleanup_fd int dir = path_open(l->root, cwd, O_PATH | O_DIRECTORY);
    return dir < 0 ? -1 : fchdir(dir);
}

/* Before the root becomes read-only, and with the root's own rights. */
int cwd_make(struct launch *l, struct err *e)
{
    if (!l->shim || !l->shim->make_cwd)
        return 0;
    cleanup_fd int dir = path_make_dirs(l->root, l->config->process.cwd, e);
    return dir < 0 ? -1 : 0;
}

/* As runc does: root's view counts first, because images have a WORKDIR /root with another USER;
 * what root cannot reach (a network file system) is tried again as the user. */
int cwd_enter_as_root(struct launch *l, bool *entered, struct err *e)
{
    const char *cwd = l->config->process.cwd;
    *entered = enter(l, cwd) == 0;
    if (!*entered && errno != EACCES && errno != EPERM)
        return err_sys(e, "chdir to cwd", cwd);
    return 0;
}

int cwd_enter_as_user(struct launch *l, bool entered, struct err *e)
{
    char full[PATH_MAX];
    if (!entered && enter(l, l->config->process.cwd) < 0)
        return err_sys(e, "chdir to cwd", l->config->process.cwd);
    /* The kernel says "(unreachable)" for a directory outside of our root. */
    if (syscall(SYS_getcwd, full, sizeof full) > 0 && full[0] != '/')
        return err_set(e, EPERM, "chdir to cwd", l->config->process.cwd,
                       "cwd %s is outside of the container", l->config->process.cwd);
    return 0;
}
