#define _GNU_SOURCE
#include "launcher.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"

/* A clone of this program's own file, alone in a read-only mount that has no name: whoever gets
 * hold of /proc/<pid>/exe of a shim cannot write it. Inherited by PROGRAM on purpose. */
static int clone_self(struct err *e)
{
    struct k_mount_attr attr = {.attr_set = K_ATTR_RDONLY | K_ATTR_NODEV};
    int fd = k_open_tree(AT_FDCWD, "/proc/self/exe", K_OPEN_TREE_CLONE);
    if (fd < 0)
        return err_sys(e, "clone", "/proc/self/exe");
    if (k_mount_setattr(fd, "", AT_EMPTY_PATH, &attr) < 0)
        return err_sys(e, "make read-only", "/proc/self/exe");
    return fd;
}

/* Out of the way of the numbers that have a meaning for PROGRAM and for shims: 3 and above. */
#define INHERITED_FROM 100

static int put_fd(const char *name, int fd)
{
    char text[16];
    int high = fcntl(fd, F_DUPFD, INHERITED_FROM);
    if (high < 0)
        return -1;
    close(fd);
    snprintf(text, sizeof text, "%d", high);
    return setenv(name, text, 1);
}

static int prepare(struct err *e)
{
    int host = open("/proc/self/ns/mnt", O_RDONLY);
    if (host < 0)
        return err_sys(e, "open", "/proc/self/ns/mnt");
    /* In a chroot, entering the host's mount namespace alone would lead out of it. */
    int root = open("/", O_PATH | O_DIRECTORY);
    if (root < 0)
        return err_sys(e, "open", "/");
    int self = clone_self(e);
    if (self < 0)
        return -1;
    if (unshare(CLONE_NEWNS) < 0)
        return err_sys(e, "unshare", "mount namespace");
    if (mount(NULL, "/", NULL, MS_SLAVE | MS_REC, NULL) < 0)
        return err_sys(e, "mount slave", errno == EINVAL
                ? "/ (in a chroot: bind-mount its folder onto itself first)" : "/");
    if (put_fd("JOCKER_HOST_MNTNS", host) < 0 || put_fd("JOCKER_HOST_ROOT", root) < 0
            || put_fd("JOCKER_SHIM_FD", self) < 0)
        return err_sys(e, "set", "environment");
    fd_put(AT_FDCWD, "/proc/self/oom_score_adj", "-500"); /* where it may */
    return 0;
}

int launcher_main(char **argv)
{
    struct err e;
    if (argv[0] && strcmp(argv[0], "--") == 0)
        argv++;
    if (!argv[0]) {
        fprintf(stderr, "jocker-shim launch: no program given\n");
        return 125;
    }
    if (prepare(&e) == 0) {
        execvp(argv[0], argv);
        err_sys(&e, "exec", argv[0]);
    }
    fprintf(stderr, "jocker-shim launch: %s\n", e.message);
    return e.num == ENOENT ? 127 : 125;
}
