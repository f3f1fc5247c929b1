#define _GNU_SOURCE
#include "log.h"

#include <stdio.h>
#include <string.h>

#include "../common/utf8.h"
#include "log_ring.h"

void time_format(const struct timespec *when, char out[48])
{
    struct tm tm;
    gmtime_r(&when->tv_sec, &tm);
    snprintf(out, 48, "%04d-%02d-%02dT%02d:%02d:%02d.%09ldZ", tm.tm_year + 1900, tm.tm_mon + 1,
             tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, when->tv_nsec);
}

static void note_loss(struct log *l, const struct timespec *when)
{
    char text[128];
    if (!l->lost)
        return;
    int n = snprintf(text, sizeof text, "jocker: %llu log entries were lost: the log could not "
                     "be written\n", (unsigned long long)l->lost);
    l->sink->entry(l, &(struct log_entry){2, text, (size_t)n, false, true, when});
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

static void put(struct log *l, int stream, const char *data, size_t len, bool goes_on,
                const struct timespec *when)
{
    l->split[stream - 1] = goes_on;
    l->sink->entry(l, &(struct log_entry){stream, data, len, goes_on, false, when});
}

static void add_unfinished(struct log *l, int stream, const char *data, size_t n, bool ends,
                           const struct timespec *when)
{
    struct buf *partial = &l->partial[stream - 1];
    buf_add(partial, data, n);
    if (!ends && buf_len(partial) < LOG_LINE_MAX)
        return;
    const char *line = partial->data + partial->start;
    size_t len = buf_len(partial), tail = ends ? 0 : open_tail(line, len);
    put(l, stream, line, len - tail, !ends, when);
    buf_consume(partial, len - tail);
}

void log_add(struct log *l, int stream, const char *data, size_t len, const struct timespec *when)
{
    struct buf *partial = &l->partial[stream - 1];
    if (l->ring) {
        log_ring_add(l, stream, data, len, when);
        return;
    }
    if (!l->sink)
        return;
    note_loss(l, when);
    while (len) {
        size_t room = LOG_LINE_MAX - buf_len(partial);
        size_t n = len < room ? len : room;
        const char *end = memchr(data, '\n', n);
        if (end)
            n = (size_t)(end - data) + 1;
        if (end && !buf_len(partial))
            put(l, stream, data, n, false, when);
        else
            add_unfinished(l, stream, data, n, end != NULL, when);
        data += n;
        len -= n;
    }
    l->sink->flush(l);
}

void log_close(struct log *l, const struct timespec *when)
{
    if (l->ring)
        log_ring_close(l);
    if (!l->sink)
        return;
    for (int i = 0; i < 2; i++) {
        if (buf_len(&l->partial[i]))
            put(l, i + 1, l->partial[i].data + l->partial[i].start, buf_len(&l->partial[i]), false,
                when);
        buf_free(&l->partial[i]);
    }
    l->sink->flush(l);
    l->sink->close(l);
    memset(l, 0, sizeof *l);
}

int log_pending(const struct log *l)
{
    if (l->ring)
        return log_ring_pending(l);
    return l->sink && l->sink->pending ? l->sink->pending(l) : -1;
}

void log_flush(struct log *l)
{
    if (l->ring)
        log_ring_flush(l);
    else if (l->sink)
        l->sink->flush(l);
}

void log_reaped(struct log *l, pid_t pid, int wait_status)
{
    if (l->sink && l->sink->reaped)
        l->sink->reaped(l, pid, wait_status);
}
