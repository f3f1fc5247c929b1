#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "../init/config.h"
#include "log.h"
#include "log_send.h"

#define SOCKET "/run/systemd/journal/socket"

struct journal {
    struct receiver to;
    struct buf fields;     /* what every entry has */
    uint64_t ordinal;      /* of the entry, from 1 */
    char epoch[33];        /* this run's name: ordinals are unique within it */
    uint64_t line[2];      /* names the line that is being split */
    uint64_t part[2];      /* of the line that is being split, from 0 */
};

/* "KEY=value\n", or with a length where the value has a line's end. */
static void put_field(struct buf *b, const char *key, const char *value, size_t len)
{
    buf_text(b, key);
    if (memchr(value, '\n', len)) {
        buf_add(b, "\n", 1);
        for (int i = 0; i < 8; i++) {
            char byte = (char)(i < 4 ? (uint32_t)len >> (8 * i) : 0);
            buf_add(b, &byte, 1);
        }
    } else {
        buf_add(b, "=", 1);
    }
    buf_add(b, value, len);
    buf_add(b, "\n", 1);
}

static void put_number(struct buf *b, const char *key, uint64_t value)
{
    buf_printf(b, "%s=%llu\n", key, (unsigned long long)value);
}

/* Docker's fields of a line that is more than one entry. */
static void put_partial(struct journal *j, const struct log_entry *e, struct buf *b)
{
    int i = e->stream - 1;
    if (!e->goes_on && !j->part[i])
        return;
    if (!j->part[i])
        j->line[i] = j->ordinal;
    buf_printf(b, "CONTAINER_PARTIAL_ID=%s%016llx\n", j->epoch, (unsigned long long)j->line[i]);
    put_number(b, "CONTAINER_PARTIAL_ORDINAL", ++j->part[i]);
    buf_printf(b, "CONTAINER_PARTIAL_LAST=%s\n", e->goes_on ? "false" : "true");
    if (e->goes_on)
        buf_text(b, "CONTAINER_PARTIAL_MESSAGE=true\n");
    else
        j->part[i] = 0;
}

static void entry(struct log *l, const struct log_entry *e)
{
    struct journal *j = l->state;
    cleanup_buf struct buf b = {0};
    char stamp[48];
    size_t len = e->len && e->data[e->len - 1] == '\n' ? e->len - 1 : e->len;
    time_format(e->when, stamp);
    j->ordinal++;
    put_field(&b, "MESSAGE", e->data, len);
    buf_printf(&b, "PRIORITY=%d\n", e->stream == 2 ? 3 : 6);
    buf_add(&b, j->fields.data, buf_len(&j->fields));
    buf_printf(&b, "SYSLOG_TIMESTAMP=%s\nCONTAINER_LOG_EPOCH=%s\n", stamp, j->epoch);
    put_number(&b, "CONTAINER_LOG_ORDINAL", j->ordinal);
    put_partial(j, e, &b);
    unsigned lost = receiver_send(&j->to, b.data, buf_len(&b));
    if (!lost && e->is_note)
        l->lost = 0;
    l->lost += lost - (lost && e->is_note);
}

static void flush(struct log *l)
{
    (void)l; /* each entry is a datagram of its own */
}

static void close_journal(struct log *l)
{
    struct journal *j = l->state;
    receiver_close(&j->to);
    buf_free(&j->fields);
    free(j);
}

int journald_open(struct log *l, const struct log_conf *conf, struct err *e)
{
    static const struct log_sink sink = {entry, flush, close_journal, NULL, NULL};
    char url[sizeof(struct sockaddr_un) + 16];
    struct timespec now;
    struct journal *j = calloc(1, sizeof *j);
    if (!j)
        return err_set(e, ENOMEM, "open log", "journald", "open log: out of memory");
    snprintf(url, sizeof url, "unixgram://%s", conf->socket ? conf->socket : SOCKET);
    if (receiver_open(&j->to, url, e) < 0) {
        free(j);
        return -1;
    }
    for (const struct json *f = conf->fields ? conf->fields->first : NULL; f; f = f->next)
        put_field(&j->fields, f->key, f->text, f->len);
    clock_gettime(CLOCK_REALTIME, &now);
    snprintf(j->epoch, sizeof j->epoch, "%016llx%08lx%08x", (unsigned long long)now.tv_sec,
             now.tv_nsec, (unsigned)getpid());
    l->state = j;
    l->sink = &sink;
    return 0;
}
