#define _GNU_SOURCE
#include "tinyinit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "program.h"

int tinyinit_open(struct err *e)
{
    struct k_mount_attr attr = {.attr_set = K_ATTR_RDONLY};
    struct statvfs fs;
    cleanup_fd int fd = k_open_tree(AT_FDCWD, "/proc/self/exe",
                                    K_OPEN_TREE_CLONE | K_OPEN_TREE_CLOEXEC);
    if (fd >= 0) {
        if (k_mount_setattr(fd, "", AT_EMPTY_PATH, &attr) < 0)
            return err_sys(e, "make read-only", "/proc/self/exe");
        return fd_steal(&fd);
    }
    /* What the daemon started us from is such a clone already; older kernels clone none twice. */
    fd = open("/proc/self/exe", O_PATH | O_CLOEXEC);
    if (fd < 0 || fstatvfs(fd, &fs) < 0)
        return err_sys(e, "open", "/proc/self/exe");
    if (!(fs.f_flag & ST_RDONLY))
        return err_set(e, EPERM, "open", "/proc/self/exe",
                       "init: the program's file cannot be protected from the container");
    return fd_steal(&fd);
}

/* Faults of our own are not the child's. */
static void fill_forwarded(sigset_t *set)
{
    static const int own[] = {SIGFPE, SIGILL, SIGSEGV, SIGBUS, SIGABRT, SIGTRAP, SIGSYS};
    sigfillset(set);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        sigdelset(set, own[i]);
}

/* Its own process group, and that one in the foreground of the terminal, if there is one: keys
 * then reach the program alone, and it may stop jobs of its own. */
static void run_child(char **args)
{
    struct err e;
    char path[PATH_MAX];
    sigset_t none;
    sigemptyset(&none);
    setpgid(0, 0);
    if (isatty(STDIN_FILENO))
        tcsetpgrp(STDIN_FILENO, getpgrp()); /* SIGTTOU is still blocked */
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (program_lookup(args[0], getenv("PATH"), path, &e) == 0) {
        execv(path, args);
        err_sys(&e, "exec", path);
    }
    fprintf(stderr, "docker-init: %s\n", e.message);
    _exit(e.num == ENOENT ? 127 : 126);
}

/* True when the child is among those that ended. */
static bool reap(pid_t child, int *status)
{
    bool ended = false;
    int other;
    pid_t pid;
    while ((pid = waitpid(-1, &other, WNOHANG)) > 0) {
        if (pid != child)
            continue;
        ended = true;
        *status = other;
    }
    return ended;
}

static int look_after(pid_t child, const sigset_t *set)
{
    int status = 0;
    for (;;) {
        int sig = sigwaitinfo(set, NULL);
        if (sig > 0 && sig != SIGCHLD)
            kill(child, sig);
        if (sig == SIGCHLD && reap(child, &status))
            return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    }
}

int tinyinit_main(char **argv)
{
    sigset_t set;
    if (!argv[1] || strcmp(argv[1], "--") != 0 || !argv[2]) {
        fprintf(stderr, "usage: docker-init -- PROGRAM ARGS...\n");
        return 125;
    }
    prctl(PR_SET_NAME, "docker-init", 0, 0, 0);
    fill_forwarded(&set);
    sigprocmask(SIG_SETMASK, &set, NULL); /* all were blocked when we were executed */
    pid_t child = fork();
    if (child < 0) {
        fprintf(stderr, "docker-init: fork: %s\n", err_text(errno));
        return 125;
    }
    if (child == 0)
        run_child(argv + 2);
    return look_after(child, &set);
}
