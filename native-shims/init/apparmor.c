#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../common/fd.h"
#include "launch.h"

static bool is_enabled(void)
{
    char answer = 'N';
    cleanup_fd int fd = open("/sys/module/apparmor/parameters/enabled", O_RDONLY | O_CLOEXEC);
    return fd >= 0 && read(fd, &answer, 1) == 1 && answer == 'Y';
}

/* The process sets its profile through the host's /proc: the container's may be feigned. */
int apparmor_prepare(struct launch *l, struct err *e)
{
    const char *name = l->config->process.apparmor;
    if (!name || !*name || strcmp(name, "unconfined") == 0)
        return 0;
    if (!is_enabled())
        return err_set(e, EOPNOTSUPP, "apply AppArmor profile", name,
                       "AppArmor profile %s cannot be applied: this kernel has no AppArmor, or it "
                       "is switched off", name);
    l->host_proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    return l->host_proc < 0 ? err_sys(e, "open", "/proc") : 0;
}

int apparmor_apply(struct launch *l, struct err *e)
{
    char text[512];
    const char *name = l->config->process.apparmor;
    if (l->host_proc < 0)
        return 0;
    if (snprintf(text, sizeof text, "exec %s", name) >= (int)sizeof text)
        return err_set(e, ENAMETOOLONG, "apply AppArmor profile", name, "its name is too long");
    /* A name of its own since 5.8; before that AppArmor has the common one. */
    if (fd_put(l->host_proc, "self/attr/apparmor/exec", text) == 0
        || (errno == ENOENT && fd_put(l->host_proc, "self/attr/exec", text) == 0))
        return 0;
    if (errno == ENOENT)
        return err_set(e, ENOENT, "apply AppArmor profile", name,
                       "AppArmor profile %s is not loaded", name);
    return err_sys(e, "apply AppArmor profile", name);
}
