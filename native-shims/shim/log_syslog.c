#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../common/decode.h"
#include "../init/config.h"
#include "log.h"
#include "log_send.h"

#define SEVERITY_ERROR 3
#define SEVERITY_INFO 6
#define FACILITY_DAEMON 3

enum format { FORMAT_UNIX, FORMAT_3164, FORMAT_5424, FORMAT_5424_MICRO };

struct syslog {
    struct receiver to;
    int facility;
    enum format format;
    char *tag, host[256];
};

/* Docker's names, in the order of the numbers. */
static const char *const facilities[] = {
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv",
    "ftp", "12", "13", "14", "15", "local0", "local1", "local2", "local3", "local4", "local5",
    "local6", "local7", NULL};
static const char *const formats[] = {"", "rfc3164", "rfc5424", "rfc5424micro", NULL};

static int find_facility(const char *name)
{
    char *end;
    if (!name || !*name)
        return FACILITY_DAEMON;
    long number = strtol(name, &end, 10);
    if (!*end)
        return number >= 0 && number <= 23 ? (int)number : -1;
    return decode_name(facilities, name);
}

static void put_time(enum format format, const struct timespec *when, char out[64])
{
    struct tm tm;
    char zone[8], fraction[32] = "";
    localtime_r(&when->tv_sec, &tm);
    if (format <= FORMAT_3164) {
        strftime(out, 64, "%b %e %H:%M:%S", &tm);
        return;
    }
    if (format == FORMAT_5424_MICRO)
        snprintf(fraction, sizeof fraction, ".%06ld", when->tv_nsec / 1000);
    size_t n = strftime(out, 40, "%Y-%m-%dT%H:%M:%S", &tm);
    strftime(zone, sizeof zone, "%z", &tm); /* +0100 */
    if (tm.tm_gmtoff == 0)
        snprintf(out + n, 64 - n, "%sZ", fraction);
    else
        snprintf(out + n, 64 - n, "%s%.3s:%s", fraction, zone, zone + 3);
}

static void put_head(const struct syslog *s, const struct log_entry *e, struct buf *b)
{
    char stamp[64];
    int priority = s->facility << 3 | (e->stream == 2 ? SEVERITY_ERROR : SEVERITY_INFO);
    put_time(s->format, e->when, stamp);
    if (s->format == FORMAT_UNIX)
        buf_printf(b, "<%d>%s %s[%d]: ", priority, stamp, s->tag, (int)getpid());
    else if (s->format == FORMAT_3164)
        buf_printf(b, "<%d>%s %s %s[%d]: ", priority, stamp, s->host, s->tag, (int)getpid());
    else
        buf_printf(b, "<%d>1 %s %s %s %d %s - ", priority, stamp, s->host, s->tag, (int)getpid(),
                   s->tag);
}

static void entry(struct log *l, const struct log_entry *e)
{
    struct syslog *s = l->state;
    cleanup_buf struct buf b = {0};
    size_t len = e->len && e->data[e->len - 1] == '\n' ? e->len - 1 : e->len;
    if (!len)
        return; /* as Docker: syslog has no empty lines */
    put_head(s, e, &b);
    buf_add(&b, e->data, len);
    buf_add(&b, "\n", 1);
    unsigned lost = receiver_send(&s->to, b.data, buf_len(&b));
    if (!lost && e->is_note)
        l->lost = 0;
    l->lost += lost - (lost && e->is_note);
}

static void flush(struct log *l)
{
    struct syslog *s = l->state;
    l->lost += receiver_flush(&s->to);
}

static int pending(const struct log *l)
{
    const struct syslog *s = l->state;
    return buf_len(&s->to.queue) ? s->to.fd : -1;
}

static void close_syslog(struct log *l)
{
    struct syslog *s = l->state;
    receiver_close(&s->to);
    free(s->tag);
    free(s);
}

/* Where a C library looks for the machine's own. */
static int open_local(struct receiver *r, struct err *e)
{
    static const char *const places[] = {"unixgram:///dev/log", "unixgram:///var/run/syslog",
                                         "unixgram:///var/run/log"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (receiver_open(r, places[i], e) == 0)
            return 0;
    return err_set(e, ENOENT, "connect to log", "syslog",
                   "no local syslog: neither /dev/log nor /var/run/syslog nor /var/run/log answers");
}

int syslog_open(struct log *l, const struct log_conf *conf, struct err *e)
{
    static const struct log_sink sink = {entry, flush, close_syslog, pending, NULL};
    int facility = find_facility(conf->facility);
    int format = decode_name(formats, conf->format ? conf->format : "");
    if (facility < 0)
        return err_set(e, EINVAL, "open log", "syslog", "invalid syslog facility %s",
                       conf->facility);
    if (format < 0)
        return err_set(e, EINVAL, "open log", "syslog", "invalid syslog format %s", conf->format);
    struct syslog *s = calloc(1, sizeof *s);
    if (!s)
        return err_set(e, ENOMEM, "open log", "syslog", "open log: out of memory");
    bool local = !conf->address || !*conf->address;
    if ((local ? open_local(&s->to, e) : receiver_open(&s->to, conf->address, e)) < 0) {
        free(s);
        return -1;
    }
    s->facility = facility;
    s->format = (enum format)format;
    s->tag = strdup(conf->tag ? conf->tag : "");
    if (gethostname(s->host, sizeof s->host - 1) < 0 || !s->host[0])
        strcpy(s->host, "-");
    l->state = s;
    l->sink = &sink;
    return 0;
}
