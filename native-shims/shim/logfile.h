/*
 * A log in rotated files. Entries are collected and written once for each batch that the shim
 * read; rotation is by renaming, and what was rotated may be compressed by a child process.
 */
#ifndef JOCKER_LOGFILE_H
#define JOCKER_LOGFILE_H

#include "log.h"

/* Appends an entry as it stands in the file. */
struct logfile;
typedef void log_format_fn(struct logfile *f, struct buf *to, const struct log_entry *e);

struct logfile {
    int fd;
    char *path;
    char *attrs; /* "" or "\"attrs\":{…}," */
    log_format_fn *format;
    uint64_t size, max_size, max_file;
    struct buf batch;        /* whole entries not yet written */
    uint64_t batch_entries;
    time_t second;           /* what stamp was made for */
    char stamp[48];
    bool compress;
    pid_t compressor;        /* 0: none */
    uint64_t compressing;    /* the number of the rotated file that it reads */
};

struct logfile_conf {
    const char *path, *attrs;
    uint64_t max_size, max_file; /* max_size 0 never rotates */
    bool compress;
    log_format_fn *format;
};

int logfile_open(struct log *l, const struct logfile_conf *conf, struct err *e);

/* Docker's jsonlog, byte for byte: bytes that are not UTF-8 become U+FFFD. log_json.c */
void format_json(struct logfile *f, struct buf *to, const struct log_entry *e);
/* Appends the inside of a JSON string as Docker escapes it. logescape.c */
void log_escape(struct buf *b, const char *data, size_t len);

/* Our own compact form, see docs/shim-protocol.md. log_local.c */
void format_local(struct logfile *f, struct buf *to, const struct log_entry *e);

/* log_compress.c: starts on the oldest rotated file that is not compressed, unless one is at
 * work. */
void compress_next(struct logfile *f);
/* Every rotated file has got the next number. */
void compress_rotated(struct logfile *f);
void compress_reaped(struct logfile *f, pid_t pid, int wait_status);
/* An unfinished one is given up: the file stays as it is. */
void compress_stop(struct logfile *f);

#endif
