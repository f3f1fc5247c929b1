#include "logfile.h"

/* The second is formatted once, the fraction for each batch. */
static void set_stamp(struct logfile *f, const struct timespec *when)
{
    long n = when->tv_nsec;
    if (when->tv_sec != f->second) {
        time_format(when, f->stamp);
        f->second = when->tv_sec;
        return;
    }
    for (int i = 28; i > 19; i--, n /= 10)
        f->stamp[i] = (char)('0' + n % 10);
}

void format_json(struct logfile *f, struct buf *to, const struct log_entry *e)
{
    set_stamp(f, e->when);
    buf_add(to, "{\"log\":\"", 8);
    log_escape(to, e->data, e->len);
    buf_add(to, e->stream == 2 ? "\",\"stream\":\"stderr\"," : "\",\"stream\":\"stdout\",", 20);
    buf_text(to, f->attrs);
    buf_add(to, "\"time\":\"", 8);
    buf_add(to, f->stamp, 30);
    buf_add(to, "\"}\n", 3);
}
