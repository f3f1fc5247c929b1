#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "../common/fd.h"
#include "shim.h"

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

char *exitrec_render(const struct shim *s)
{
    struct buf b = {0};
    char started[48], finished[48];
    int signal = WIFSIGNALED(s->wait_status) ? WTERMSIG(s->wait_status) : 0;
    int code = signal ? 128 + signal : WEXITSTATUS(s->wait_status);
    time_format(&s->started_at, started);
    time_format(&s->finished_at, finished);
    buf_printf(&b, "{\"exitCode\": %d, \"signal\": %d, \"oomKilled\": %s, \"pid\": %d, "
               "\"startTime\": %llu, \"startedAt\": \"%s\", \"finishedAt\": \"%s\"}", code, signal,
               s->oom_killed ? "true" : "false", (int)s->pid, (unsigned long long)s->start_time,
               started, finished);
    buf_add(&b, "", 1);
    return b.data;
}
