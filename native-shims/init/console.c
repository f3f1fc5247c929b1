#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/path.h"
#include "launch.h"
#include "newmount.h"

#define DEVPTS_MAGIC 0x1cd1

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

static int open_master(struct launch *l, struct err *e)
{
    struct stat st;
    struct statfs fs;
    cleanup_fd int master = path_open(l->root, "/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (master < 0)
        return err_sys(e, "open", "/dev/pts/ptmx");
    /* The tree is the image's: make sure that this is devpts and no look-alike. */
    if (fstat(master, &st) < 0 || fstatfs(master, &fs) < 0 || fs.f_type != DEVPTS_MAGIC
        || !S_ISCHR(st.st_mode) || st.st_rdev != makedev(5, 2))
        return err_set(e, EINVAL, "open", "/dev/pts/ptmx", "/dev/pts/ptmx: not a pty multiplexer");
    return fd_steal(&master);
}

static int show_as_console(struct launch *l, int slave, struct err *e)
{
    cleanup_fd int target = path_make_target(l->root, "/dev/console", false, e);
    if (target < 0)
        return -1;
    cleanup_fd int clone = newmount_clone(slave, false, "/dev/console", e);
    return clone < 0 ? -1 : newmount_attach(clone, target, "/dev/console", e);
}

int console_make(struct launch *l, struct err *e)
{
    const struct process *p = &l->config->process;
    struct winsize size = {.ws_row = (unsigned short)p->height, .ws_col = (unsigned short)p->width};
    struct report pty = {.kind = REPORT_PTY};
    int unlock = 0;
    if (!p->terminal)
        return 0;
    cleanup_fd int master = open_master(l, e);
    if (master < 0)
        return -1;
    if (ioctl(master, TIOCSPTLCK, &unlock) < 0)
        return err_sys(e, "unlock", "pty");
    /* By descriptor, not by name: a name would be looked up in the container's tree. */
    cleanup_fd int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0)
        return err_sys(e, "open", "pty");
    if (size.ws_row && size.ws_col && ioctl(master, TIOCSWINSZ, &size) < 0)
        return err_sys(e, "resize", "pty");
    /* /dev/console is init's. */
    if (l->container < 0 && show_as_console(l, slave, e) < 0)
        return -1;
    if (fd_send(l->report, &pty, sizeof pty, master, slave) < 0)
        return err_sys(e, "send", "pty");
    l->stdio[0] = l->stdio[1] = l->stdio[2] = fd_steal(&slave);
    return 0;
}

/* So that a process that is not root may open /dev/stdout again. */
static int give_to_user(const struct user *u, int fd, struct err *e)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return err_sys(e, "stat", "stdio");
    if (S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3))
        return 0;
    if (st.st_uid != u->uid && fchown(fd, u->uid, (gid_t)-1) < 0 && errno != EPERM
        && errno != EINVAL && errno != EROFS)
        return err_sys(e, "chown", "stdio");
    return 0;
}

int stdio_install(struct launch *l, struct err *e)
{
    for (int i = 0; i < 3; i++) {
        if (give_to_user(&l->config->process.user, l->stdio[i], e) < 0)
            return -1;
        if (dup2(l->stdio[i], i) < 0)
            return err_sys(e, "dup", "stdio");
    }
    if (l->config->process.terminal && ioctl(0, TIOCSCTTY, 0) < 0)
        return err_sys(e, "set controlling terminal", "pty");
    return 0;
}
