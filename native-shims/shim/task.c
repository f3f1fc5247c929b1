#define _GNU_SOURCE
#include "task.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "../common/fd.h"
#include "../common/sys.h"

uint64_t process_start_time(pid_t pid)
{
    char path[32], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (n <= 0)
        return 0;
    text[n] = 0;
    /* The command may hold spaces and brackets: fields are counted from the last bracket. */
    char *p = strrchr(text, ')');
    for (int field = 2; p && field < 22; field++)
        p = strchr(p + 1, ' ');
    return p ? strtoull(p + 1, NULL, 10) : 0;
}

int task_born(struct task *t, pid_t pid, struct err *e)
{
    t->pid = pid;
    t->pidfd = k_pidfd_open(pid);
    t->start_time = process_start_time(pid);
    return t->pidfd < 0 ? err_sys(e, "pidfd_open", "the new process") : 0;
}

void task_end(struct task *t, int wait_status)
{
    clock_gettime(CLOCK_REALTIME, &t->finished_at);
    t->wait_status = wait_status;
    t->ended = true;
    fd_closep(&t->pidfd);
}

int task_signal(const struct task *t, int sig)
{
    if (t->pidfd < 0)
        return ESRCH;
    return k_pidfd_send_signal(t->pidfd, sig) < 0 ? errno : 0;
}

int task_exit_code(const struct task *t)
{
    return WIFSIGNALED(t->wait_status) ? 128 + WTERMSIG(t->wait_status)
                                       : WEXITSTATUS(t->wait_status);
}

void task_render_exit(const struct task *t, struct buf *b)
{
    buf_printf(b, "\"exitCode\": %d, \"signal\": %d", task_exit_code(t),
               WIFSIGNALED(t->wait_status) ? WTERMSIG(t->wait_status) : 0);
}

void task_render_name(const struct task *t, struct buf *b)
{
    buf_printf(b, "\"pid\": %d, \"startTime\": %llu", (int)t->pid,
               (unsigned long long)t->start_time);
}
