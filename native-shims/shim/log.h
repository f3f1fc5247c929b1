/*
 * The container's log. What the process writes is cut into entries (a line, or 16 KiB of a longer
 * one) and handed to a sink: a rotated file, syslog or journald. Nothing here blocks or ends the
 * container: entries that cannot be written are lost and counted, and the next one that can be is
 * preceded by one on stderr that says how many.
 */
#ifndef JOCKER_LOG_H
#define JOCKER_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "../common/buf.h"
#include "../common/err.h"

#define LOG_LINE_MAX 16384u

struct log_entry {
    int stream; /* 1 stdout, 2 stderr */
    const char *data;
    size_t len;    /* with the line's end, where it has one */
    bool goes_on;  /* the same line's next entry will follow */
    bool is_note;  /* about lost entries: itself never one */
    const struct timespec *when;
};

struct log;

struct log_sink {
    /* Takes an entry, or adds to log->lost. */
    void (*entry)(struct log *l, const struct log_entry *e);
    /* The entries of one read are over. */
    void (*flush)(struct log *l);
    /* Writes what it still has, for a bounded time, and frees its state. */
    void (*close)(struct log *l);
    /* What follows may be NULL. A descriptor to wait on until it can be written, -1 for none. */
    int (*pending)(const struct log *l);
    /* A child process was waited for. */
    void (*reaped)(struct log *l, pid_t pid, int wait_status);
};

struct log {
    const struct log_sink *sink; /* NULL: no log */
    void *state;                 /* the sink's */
    uint64_t lost;
    struct buf partial[2];       /* the unfinished line of stdout and stderr */
    bool split[2];               /* part of that line is written already */
    struct log_ring *ring;       /* mode non-blocking: another process does the writing */
};

struct log_conf;
/* Opens what shim.json says. log_open.c */
int log_open(struct log *l, const struct log_conf *conf, struct err *e);

/* Bytes of stream 1 or 2, read at `when`. */
void log_add(struct log *l, int stream, const char *data, size_t len,
             const struct timespec *when);
/* Writes what is left of unfinished lines and closes. */
void log_close(struct log *l, const struct timespec *when);
/* A descriptor to wait on until it can be written, -1 for none; then log_flush. */
int log_pending(const struct log *l);
void log_flush(struct log *l);
void log_reaped(struct log *l, pid_t pid, int wait_status);

/* "2026-01-02T03:04:05.123456789Z" */
void time_format(const struct timespec *when, char out[48]);

/* log_syslog.c, log_journald.c */
int syslog_open(struct log *l, const struct log_conf *conf, struct err *e);
int journald_open(struct log *l, const struct log_conf *conf, struct err *e);

#endif
