/*
 * The long-lived process: one thread, one epoll, one container. Everything in it is small, so
 * that a thousand idle ones cost little; what is needed for the creation only lives in a child
 * that ends (spawn.c).
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
#include "logfile.h"

#define QUEUE_HIGH (256u << 10) /* an attached client with more than this pending slows the container */
#define QUEUE_LOW (64u << 10)
#define IO_SIZE 65536u

struct shim;

/* Something that epoll watches. Embedded in what it belongs to. */
struct watch {
    int fd; /* -1: closed */
    uint32_t events;
    void (*ready)(struct shim *s, struct watch *w, uint32_t events);
};

struct conn {
    struct watch w;
    struct conn *next;
    bool dead, attached, raw, stdin_wanted, out_wanted[2];
    bool input_ended;    /* the peer will send no more */
    bool waits_for_start;
    bool held;           /* a stdin frame is not wholly taken: read on when stdin is writable */
    bool hung_up;        /* the peer reads no more, but what it sent may still wait */
    size_t stdin_done;   /* how much of the held frame was taken */
    bool full;           /* above QUEUE_HIGH, not yet below QUEUE_LOW */
    struct buf in, out;
};

enum status { CREATED, STARTING, RUNNING, DRAINING, STOPPED };

struct stream {
    struct watch w;
    int number; /* 1 stdout, 2 stderr */
};

struct shim {
    /* what shim.json and config.json said */
    char *id, *exit_path;
    bool keep_stdin, durable, terminal;
    char cgroup[256];
    struct cgroups cgroups;
    char *warnings; /* rendered JSON strings, comma separated, or NULL */
    /* the process */
    enum status status;
    pid_t pid, shim_pid;
    uint64_t start_time, shim_start_time;
    int pidfd, report;
    int wait_status;
    bool start_failed, oom_killed, deleted;
    struct timespec started_at, finished_at;
    int64_t drain_deadline; /* CLOCK_MONOTONIC ms, while DRAINING */
    char *exit_record;
    /* descriptors */
    int epoll, dir;
    struct watch listener, signals, report_watch, oom;
    struct stream out[2];
    struct watch in;    /* the writing end of the container's stdin */
    int pty, pty_slave; /* -1 without a terminal; pty is also out[0].w.fd and in.fd */
    struct conn *conns;
    bool throttled;     /* a full client: the streams are not read */
    struct logfile log;
    struct timespec oom_seen;
    uint64_t oom_count;
};

/* shim.c */
int shim_main(const char *runtime_dir);
/* What became of a start: the end of the process's socket means that execve succeeded. May be
 * called when the process has ended; does nothing the second time. */
void shim_take_report(struct shim *s);

/* watch.c: events 0 removes it from the set without closing. */
void watch_set(struct shim *s, struct watch *w, uint32_t events);
void watch_close(struct shim *s, struct watch *w);

/* spawn.c: creates the container and waits until it stands before execve. */
int spawn_container(struct shim *s, struct err *e);

/* conn.c */
struct conn *conn_add(struct shim *s, int fd);
void conn_answer(struct shim *s, struct conn *c, uint8_t type, const char *json);
void conn_error(struct shim *s, struct conn *c, const struct err *e);
void conn_output(struct shim *s, struct conn *c, int stream, const char *data, size_t len);
void conn_update(struct shim *s, struct conn *c);
void conn_drop(struct shim *s, struct conn *c);
/* Goes on with frames that had to wait. */
void conn_resume(struct shim *s, struct conn *c);
void conns_sweep(struct shim *s);
/* To every control connection. */
void conns_tell(struct shim *s, uint8_t type, const char *json);

/* control.c: a whole frame of a connection. Returns false if it has to wait (nothing taken). */
struct frame;
bool control_frame(struct shim *s, struct conn *c, const struct frame *f);
void control_ready(struct shim *s, struct conn *first);
void control_started(struct shim *s, const struct err *failure);
void control_error_json(struct buf *b, const struct err *e);

/* stdio.c */
int stdio_open(struct shim *s, struct err *e);
void stdio_throttle(struct shim *s);
/* Returns how much was taken; less than len means: wait until the stdin watch is ready. */
size_t stdio_input(struct shim *s, const char *data, size_t len);
void stdio_input_end(struct shim *s);
bool stdio_drained(const struct shim *s);
void stdio_drain_all(struct shim *s);
void stdio_close(struct shim *s);

/* lifecycle.c */
void lifecycle_reap(struct shim *s);
void lifecycle_advance(struct shim *s);
bool lifecycle_over(const struct shim *s);
void lifecycle_kill(struct shim *s);

/* exitrec.c */
char *exitrec_render(const struct shim *s);
uint64_t process_start_time(pid_t pid);

/* oom.c */
void oom_watch(struct shim *s);
void oom_check(struct shim *s);

#endif
