#define _GNU_SOURCE
#include "logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/fd.h"

#define BATCH_MAX (256u << 10)

static int open_file(struct logfile *f)
{
    struct stat st;
    f->fd = open(f->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (f->fd < 0 || fstat(f->fd, &st) < 0)
        return -1;
    f->size = (uint64_t)st.st_size;
    return 0;
}

/* A rotated file is there under its name, with or without ".gz". */
static void shift(const struct logfile *f, uint64_t number, const char *ending)
{
    char from[PATH_MAX], to[PATH_MAX];
    snprintf(from, sizeof from, "%s.%llu%s", f->path, (unsigned long long)number, ending);
    snprintf(to, sizeof to, "%s.%llu%s", f->path, (unsigned long long)number + 1, ending);
    if (number + 1 >= f->max_file)
        unlink(from);
    else
        rename(from, to);
}

/* path.(n-2) → path.(n-1), …, path → path.1: at every instant each file has a name, and whoever
 * follows the log keeps its descriptor. */
static void rotate(struct logfile *f)
{
    char first[PATH_MAX];
    if (f->max_file <= 1) {
        if (f->fd >= 0 && ftruncate(f->fd, 0) == 0)
            f->size = 0;
        return;
    }
    for (uint64_t i = f->max_file - 1; i > 0; i--) {
        shift(f, i, "");
        shift(f, i, ".gz");
    }
    snprintf(first, sizeof first, "%s.1", f->path);
    rename(f->path, first);
    fd_closep(&f->fd);
    open_file(f);
    compress_rotated(f);
}

/* Writes all of the batch or, when the disk is full, leaves no torn entry in the file. */
static void flush_file(struct log *l, struct logfile *f)
{
    const char *p = f->batch.data + f->batch.start;
    size_t left = buf_len(&f->batch);
    if (!left)
        return;
    if (f->fd < 0)
        open_file(f);
    uint64_t before = f->size;
    while (left && f->fd >= 0) {
        ssize_t n = write(f->fd, p, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        p += n;
        left -= (size_t)n;
        f->size += (uint64_t)n;
    }
    if (left) {
        l->lost += f->batch_entries;
        if (f->fd >= 0 && f->size != before && ftruncate(f->fd, (off_t)before) == 0)
            f->size = before;
    } else {
        l->lost = 0;
    }
    buf_consume(&f->batch, buf_len(&f->batch));
    f->batch_entries = 0;
}

static void entry(struct log *l, const struct log_entry *e)
{
    struct logfile *f = l->state;
    size_t before = buf_len(&f->batch);
    f->format(f, &f->batch, e);
    f->batch_entries += !e->is_note;
    if (!f->max_size || f->size + buf_len(&f->batch) <= f->max_size) {
        if (buf_len(&f->batch) >= BATCH_MAX)
            flush_file(l, f);
        return;
    }
    /* This entry does not fit any more: what came before it goes to the old file. */
    struct buf last = {0};
    buf_add(&last, f->batch.data + f->batch.start + before, buf_len(&f->batch) - before);
    f->batch.end = f->batch.start + before;
    f->batch_entries -= !e->is_note;
    flush_file(l, f);
    if (f->size)
        rotate(f);
    buf_add(&f->batch, last.data, buf_len(&last));
    f->batch_entries += !e->is_note;
    buf_free(&last);
}

static void flush(struct log *l)
{
    flush_file(l, l->state);
}

static void close_file(struct log *l)
{
    struct logfile *f = l->state;
    compress_stop(f);
    fd_closep(&f->fd);
    buf_free(&f->batch);
    free(f->path);
    free(f->attrs);
    free(f);
}

static void reaped(struct log *l, pid_t pid, int wait_status)
{
    compress_reaped(l->state, pid, wait_status);
}

int logfile_open(struct log *l, const struct logfile_conf *conf, struct err *e)
{
    static const struct log_sink sink = {entry, flush, close_file, NULL, reaped};
    struct logfile *f = calloc(1, sizeof *f);
    memset(l, 0, sizeof *l);
    if (!f)
        return err_set(e, ENOMEM, "open log", conf->path, "open log: out of memory");
    l->state = f;
    l->sink = &sink;
    f->path = strdup(conf->path);
    f->attrs = strdup(conf->attrs ? conf->attrs : "");
    f->max_size = conf->max_size;
    f->max_file = conf->max_file;
    f->format = conf->format;
    f->compress = conf->compress;
    f->second = -1;
    if (open_file(f) < 0)
        return err_sys(e, "open log", conf->path);
    compress_next(f); /* what a shim before us has left */
    return 0;
}
