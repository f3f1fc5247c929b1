#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "oci.h"

int console_send(const char *path, int master, struct err *e)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return err_set(e, ENAMETOOLONG, "connect", path, "console socket: the path is too long");
    strcpy(address.sun_path, path);
    cleanup_fd int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (sock < 0 || connect(sock, (struct sockaddr *)&address, sizeof address) < 0)
        return err_sys(e, "connect to console socket", path);
    /* The receiver's reads would never end if nothing blocked. */
    fcntl(master, F_SETFL, O_RDWR);
    if (fd_send(sock, "/dev/ptmx", 9, master, -1) < 0)
        return err_sys(e, "send to console socket", path);
    return 0;
}

void block_signals(void)
{
    sigset_t set;
    sigfillset(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
}

static void copy_size(int master)
{
    struct winsize size;
    if (ioctl(0, TIOCGWINSZ, &size) == 0)
        ioctl(master, TIOCSWINSZ, &size);
}

/* What is left in the terminal after the process has ended. */
static void drain(int master)
{
    char block[4096];
    ssize_t n;
    fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK);
    while ((n = read(master, block, sizeof block)) > 0)
        if (fd_write_all(1, block, (size_t)n) < 0)
            return;
}

/* True while there is more to come. */
static bool copy(int from, int to)
{
    char block[4096];
    ssize_t n = read(from, block, sizeof block);
    return n > 0 ? fd_write_all(to, block, (size_t)n) == 0 : n < 0 && errno == EAGAIN;
}

struct relay {
    int signals, master, pidfd;
    bool input;
};

static void pass_signal(const struct relay *r)
{
    struct signalfd_siginfo info;
    if (read(r->signals, &info, sizeof info) != sizeof info)
        return;
    if (info.ssi_signo == SIGWINCH && r->master >= 0)
        copy_size(r->master);
    else if (info.ssi_signo != SIGCHLD && info.ssi_signo != SIGPIPE)
        k_pidfd_send_signal(r->pidfd, (int)info.ssi_signo);
}

static void relay_until_end(struct relay *r)
{
    for (;;) {
        struct pollfd p[4] = {{r->pidfd, POLLIN, 0}, {r->signals, POLLIN, 0},
                              {r->master, POLLIN, 0}, {r->input ? 0 : -1, POLLIN, 0}};
        if (poll(p, 4, -1) < 0)
            continue;
        if (p[1].revents)
            pass_signal(r);
        if (p[2].revents && !copy(r->master, 1))
            fd_closep(&r->master);
        if (p[3].revents && (r->master < 0 || !copy(0, r->master)))
            r->input = false;
        if (p[0].revents)
            return;
    }
}

int wait_forwarding(pid_t pid, int master)
{
    sigset_t set;
    struct termios saved, raw;
    int status = 0;
    sigfillset(&set);
    struct relay r = {signalfd(-1, &set, SFD_CLOEXEC), master, k_pidfd_open(pid), master >= 0};
    bool terminal = master >= 0 && tcgetattr(0, &saved) == 0;
    if (master >= 0)
        fcntl(master, F_SETFL, O_RDWR);
    if (terminal) {
        raw = saved;
        cfmakeraw(&raw);
        tcsetattr(0, TCSANOW, &raw);
        copy_size(master);
    }
    if (r.pidfd >= 0)
        relay_until_end(&r);
    if (r.master >= 0)
        drain(r.master);
    if (terminal)
        tcsetattr(0, TCSANOW, &saved);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    fd_closep(&r.signals);
    fd_closep(&r.pidfd);
    fd_closep(&r.master);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
