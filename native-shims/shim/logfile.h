/*
 * The json-file log, byte for byte as Docker writes it (jsonlog): one JSON object to a line,
 * lines longer than 16 KiB in several entries, bytes that are not UTF-8 as U+FFFD. Entries are
 * collected and written once for each batch that the shim read; rotation by renaming. A full
 * disk loses entries, counted, and never blocks or ends the container.
 */
#ifndef JOCKER_LOGFILE_H
#define JOCKER_LOGFILE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "../common/buf.h"
#include "../common/err.h"

#define LOG_LINE_MAX 16384u

struct logfile {
    bool enabled;
    int fd;
    char *path;
    char *attrs; /* "" or "\"attrs\":{…}," */
    uint64_t size, max_size, max_file;
    uint64_t lost;           /* entries dropped since the last one that was written */
    struct buf batch;        /* whole entries not yet written */
    uint64_t batch_entries;
    struct buf partial[2];   /* the unfinished line of stdout and stderr */
    time_t second;           /* what stamp was made for */
    char stamp[48];
};

/* max_size 0 never rotates. attrs is the rendered member or "". */
int logfile_open(struct logfile *l, const char *path, uint64_t max_size, uint64_t max_file,
                 const char *attrs, struct err *e);

/* Bytes of stream 1 (stdout) or 2 (stderr), read at `when`. Complete lines are in the file on
 * return. */
void logfile_add(struct logfile *l, int stream, const char *data, size_t len,
                 const struct timespec *when);

/* Writes what is left of unfinished lines and closes the file. */
void logfile_close(struct logfile *l, const struct timespec *when);

/* "2026-01-02T03:04:05.123456789Z" */
void time_format(const struct timespec *when, char out[48]);

/* Appends the inside of a JSON string as Docker escapes it. logescape.c */
void log_escape(struct buf *b, const char *data, size_t len);

#endif
