/*
 * The long-lived process: one thread, one epoll, one container. Everything in it is small, so
 * that a thousand idle ones cost little; what is needed for the creation only lives in a child
 * that ends (spawn.c, exec_creator.c).
 *
 * The parts stand on each other in this order: watch, conn, stdio, task, foreign, exec, start,
 * lifecycle, control, shim. A part calls those before it; upwards it speaks through what it was given.
 */
#ifndef JOCKER_SHIM_H
#define JOCKER_SHIM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "../common/buf.h"
#include "../common/cgroups.h"
#include "../common/err.h"
#include "conn.h"
#include "exec.h"
#include "log.h"
#include "stdio.h"
#include "task.h"
#include "watch.h"

enum status { CREATED, STARTING, RUNNING, DRAINING, STOPPED };

struct shim {
    /* what shim.json and config.json said */
    char *id, *exit_path;
    bool keep_stdin, durable;
    char cgroup[256];
    struct cgroups cgroups;
    char *warnings; /* rendered JSON strings, comma separated, or NULL */
    struct foreign *foreign; /* another runtime does it; NULL: we do */
    /* the container */
    enum status status;
    struct task init;
    struct exec *execs;
    pid_t shim_pid;
    uint64_t shim_start_time;
    int report;
    uint64_t starter; /* serial of the connection that asked for the start; 0: none */
    bool start_failed, oom_killed, deleted, paused;
    struct timespec started_at;
    int64_t drain_deadline; /* CLOCK_MONOTONIC ms, while DRAINING */
    char *exit_record;
    /* descriptors */
    int epoll, dir;
    struct watch listener, signals, report_watch, oom, log_watch;
    struct conn *conns;
    uint64_t conn_serial;
    /* A whole frame of a connection. Returns false if it has to wait (nothing taken). */
    bool (*on_frame)(struct shim *s, struct conn *c, const struct frame *f);
    struct log log;
    uint64_t oom_count;
    int64_t oom_until; /* a kill may yet be counted until then; 0: none is expected */
};

/* How long streams may stay open after their process has ended: only a descriptor that somebody
 * else holds keeps them open so long. */
#define DRAIN_MS 2000

/* shim.c */
int shim_main(const char *runtime_dir);

/* spawn.c: creates the container and waits until it stands before execve. */
int spawn_container(struct shim *s, struct err *e);
void add_warning(char **warnings, const char *text);

/* control.c: a whole frame of a connection. Returns false if it has to wait (nothing taken). */
bool control_frame(struct shim *s, struct conn *c, const struct frame *f);
void control_ready(struct shim *s, struct conn *first);

/* start.c: START's request, and what became of it. May be called when the process has ended;
 * does nothing the second time. */
void start_request(struct shim *s, struct conn *c);
void start_take_report(struct shim *s);

/* lifecycle.c */
void lifecycle_reap(struct shim *s);
void lifecycle_advance(struct shim *s);
bool lifecycle_over(const struct shim *s);
/* Kills init, or everything; lets it run for that where it is paused. */
void lifecycle_kill(struct shim *s, bool everything);

/* exitrec.c */
char *exitrec_render(const struct shim *s);

/* oom.c */
void oom_watch(struct shim *s);
void oom_check(struct shim *s);
/* Memory ran out a moment ago: looks again whether somebody was killed. */
bool oom_expected(struct shim *s);

#endif
