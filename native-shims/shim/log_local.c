#include "logfile.h"

static char *put32(char *to, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        *to++ = (char)(v >> shift);
    return to;
}

/* The length stands on both sides, so that a reader can go backwards from the end. */
void format_local(struct logfile *f, struct buf *to, const struct log_entry *e)
{
    uint64_t ns = (uint64_t)e->when->tv_sec * 1000000000u + (uint64_t)e->when->tv_nsec;
    uint32_t len = (uint32_t)e->len + 10;
    char head[14], tail[4], *p = put32(head, len);
    (void)f;
    p = put32(p, (uint32_t)(ns >> 32));
    p = put32(p, (uint32_t)ns);
    *p++ = (char)e->stream;
    *p++ = e->goes_on;
    put32(tail, len);
    buf_add(to, head, sizeof head);
    buf_add(to, e->data, e->len);
    buf_add(to, tail, sizeof tail);
}
