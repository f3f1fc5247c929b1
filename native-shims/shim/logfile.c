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
#include "../common/utf8.h"

#define BATCH_MAX (256u << 10)

static int open_file(struct logfile *l)
{
    struct stat st;
    l->fd = open(l->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (l->fd < 0 || fstat(l->fd, &st) < 0)
        return -1;
    l->size = (uint64_t)st.st_size;
    return 0;
}

int logfile_open(struct logfile *l, const char *path, uint64_t max_size, uint64_t max_file,
                 const char *attrs, struct err *e)
{
    memset(l, 0, sizeof *l);
    l->enabled = true;
    l->path = strdup(path);
    l->attrs = strdup(attrs);
    l->max_size = max_size;
    l->max_file = max_file;
    l->second = -1;
    return open_file(l) < 0 ? err_sys(e, "open log", path) : 0;
}

/* path.(n-2) → path.(n-1), …, path → path.1: at every instant each file has a name, and whoever
 * follows the log keeps its descriptor. */
static void rotate(struct logfile *l)
{
    char from[PATH_MAX], to[PATH_MAX];
    for (uint64_t i = l->max_file - 1; i > 0; i--) {
        snprintf(to, sizeof to, "%s.%llu", l->path, (unsigned long long)i);
        if (i > 1)
            snprintf(from, sizeof from, "%s.%llu", l->path, (unsigned long long)(i - 1));
        else
            snprintf(from, sizeof from, "%s", l->path);
        rename(from, to);
    }
    if (l->max_file <= 1) {
        if (l->fd >= 0 && ftruncate(l->fd, 0) == 0)
            l->size = 0;
        return;
    }
    fd_closep(&l->fd);
    open_file(l);
}

/* Writes all of the batch or, when the disk is full, leaves no torn line in the file. */
static void flush(struct logfile *l)
{
    const char *p = l->batch.data + l->batch.start;
    size_t left = buf_len(&l->batch);
    if (!left)
        return;
    if (l->fd < 0)
        open_file(l);
    uint64_t before = l->size;
    while (left && l->fd >= 0) {
        ssize_t n = write(l->fd, p, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        p += n;
        left -= (size_t)n;
        l->size += (uint64_t)n;
    }
    if (left) {
        l->lost += l->batch_entries;
        if (l->fd >= 0 && l->size != before && ftruncate(l->fd, (off_t)before) == 0)
            l->size = before;
    } else {
        l->lost = 0;
    }
    buf_consume(&l->batch, buf_len(&l->batch));
    l->batch_entries = 0;
}

void time_format(const struct timespec *when, char out[48])
{
    struct tm tm;
    gmtime_r(&when->tv_sec, &tm);
    snprintf(out, 48, "%04d-%02d-%02dT%02d:%02d:%02d.%09ldZ", tm.tm_year + 1900, tm.tm_mon + 1,
             tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, when->tv_nsec);
}

static void set_stamp(struct logfile *l, const struct timespec *when)
{
    long n = when->tv_nsec;
    if (when->tv_sec != l->second) {
        time_format(when, l->stamp);
        l->second = when->tv_sec;
        return;
    }
    for (int i = 28; i > 19; i--, n /= 10)
        l->stamp[i] = (char)('0' + n % 10);
}

static void add_entry(struct logfile *l, int stream, const char *data, size_t len)
{
    size_t before = buf_len(&l->batch);
    buf_add(&l->batch, "{\"log\":\"", 8);
    log_escape(&l->batch, data, len);
    buf_add(&l->batch, stream == 2 ? "\",\"stream\":\"stderr\"," : "\",\"stream\":\"stdout\",", 20);
    buf_text(&l->batch, l->attrs);
    buf_add(&l->batch, "\"time\":\"", 8);
    buf_add(&l->batch, l->stamp, 30);
    buf_add(&l->batch, "\"}\n", 3);
    l->batch_entries++;
    if (!l->max_size || l->size + buf_len(&l->batch) <= l->max_size) {
        if (buf_len(&l->batch) >= BATCH_MAX)
            flush(l);
        return;
    }
    /* This entry does not fit any more: what came before it goes to the old file. */
    struct buf last = {0};
    buf_add(&last, l->batch.data + l->batch.start + before, buf_len(&l->batch) - before);
    l->batch.end = l->batch.start + before;
    l->batch_entries--;
    flush(l);
    if (l->size)
        rotate(l);
    buf_add(&l->batch, last.data, buf_len(&last));
    l->batch_entries++;
    buf_free(&last);
}

static void note_loss(struct logfile *l)
{
    char text[128];
    if (!l->lost)
        return;
    int n = snprintf(text, sizeof text, "jocker: %llu log entries were lost: the log could not "
                     "be written\n", (unsigned long long)l->lost);
    uint64_t lost = l->lost;
    add_entry(l, 2, text, (size_t)n);
    /* The note itself is not an entry of the container's. */
    l->batch_entries--;
    l->lost = lost;
}

/* How many of the last bytes begin a character that the next bytes will end. */
static size_t open_tail(const char *data, size_t len)
{
    for (size_t back = 1; back <= 3 && back < len; back++) {
        const unsigned char *p = (const unsigned char *)data + len - back;
        if ((*p & 0xC0) != 0x80)
            return utf8_char(p, back) < 0 ? back : 0;
    }
    return 0;
}

static void add_unfinished(struct logfile *l, int stream, const char *data, size_t n, bool ends)
{
    struct buf *partial = &l->partial[stream - 1];
    buf_add(partial, data, n);
    if (!ends && buf_len(partial) < LOG_LINE_MAX)
        return;
    const char *line = partial->data + partial->start;
    size_t len = buf_len(partial), tail = ends ? 0 : open_tail(line, len);
    add_entry(l, stream, line, len - tail);
    buf_consume(partial, len - tail);
}

void logfile_add(struct logfile *l, int stream, const char *data, size_t len,
                 const struct timespec *when)
{
    struct buf *partial = &l->partial[stream - 1];
    if (!l->enabled)
        return;
    set_stamp(l, when);
    note_loss(l);
    while (len) {
        size_t room = LOG_LINE_MAX - buf_len(partial);
        size_t n = len < room ? len : room;
        const char *end = memchr(data, '\n', n);
        if (end)
            n = (size_t)(end - data) + 1;
        if (end && !buf_len(partial))
            add_entry(l, stream, data, n);
        else
            add_unfinished(l, stream, data, n, end != NULL);
        data += n;
        len -= n;
    }
    flush(l);
}

void logfile_close(struct logfile *l, const struct timespec *when)
{
    if (!l->enabled)
        return;
    set_stamp(l, when);
    for (int i = 0; i < 2; i++)
        if (buf_len(&l->partial[i]))
            add_entry(l, i + 1, l->partial[i].data + l->partial[i].start,
                      buf_len(&l->partial[i]));
    flush(l);
    fd_closep(&l->fd);
    for (int i = 0; i < 2; i++)
        buf_free(&l->partial[i]);
    buf_free(&l->batch);
    free(l->path);
    free(l->attrs);
    memset(l, 0, sizeof *l);
    l->fd = -1;
}
