/* A process of the container that the shim started and waits for: init, or an exec. */
#ifndef JOCKER_TASK_H
#define JOCKER_TASK_H

#include <sys/types.h>
#include <time.h>

#include "../common/buf.h"
#include "stdio.h"

struct task {
    pid_t pid; /* 0: none yet */
    int pidfd;
    uint64_t start_time; /* with pid, names the process for good */
    bool ended;
    int wait_status;
    struct timespec finished_at;
    struct stdio io;
};

/* Field 22 of /proc/<pid>/stat; 0 if there is no such process. */
uint64_t process_start_time(pid_t pid);

/* The process is there: its handle and its name. */
int task_born(struct task *t, pid_t pid, struct err *e);
/* It was waited for. */
void task_end(struct task *t, int wait_status);
/* 0 or an errno. */
int task_signal(const struct task *t, int sig);

/* As Docker counts: 128+signal for a process that a signal ended. */
int task_exit_code(const struct task *t);
/* `"exitCode": …, "signal": …` and `"pid": …, "startTime": …` */
void task_render_exit(const struct task *t, struct buf *b);
void task_render_name(const struct task *t, struct buf *b);

#endif
