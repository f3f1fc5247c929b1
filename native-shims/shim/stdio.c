#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../common/fd.h"
#include "shim.h"

static char block[IO_SIZE];

/* -1: nothing to read now; 0: the end. */
static ssize_t read_stream(struct stream *st)
{
    ssize_t n;
    do {
        n = read(st->w.fd, block, sizeof block);
    } while (n < 0 && errno == EINTR);
    /* A pty without a slave answers EIO where a pipe answers 0. */
    return n < 0 && errno != EAGAIN ? 0 : n;
}

static bool pump(struct shim *s, struct stream *st)
{
    struct timespec now;
    ssize_t n = read_stream(st);
    if (n < 0)
        return false;
    if (n == 0) {
        watch_close(s, &st->w);
        return false;
    }
    clock_gettime(CLOCK_REALTIME, &now);
    logfile_add(&s->log, st->number, block, (size_t)n, &now);
    for (struct conn *c = s->conns; c; c = c->next)
        if (c->attached && !c->dead && c->out_wanted[st->number - 1])
            conn_output(s, c, st->number, block, (size_t)n);
    return true;
}

static void out_ready(struct shim *s, struct watch *w, uint32_t events)
{
    (void)events;
    /* A few blocks at a time: other connections get their turn. */
    for (int i = 0; i < 8 && w->fd >= 0 && (!s->throttled || s->status == DRAINING); i++)
        if (!pump(s, (struct stream *)w))
            break;
    lifecycle_advance(s);
}

/* Held frames go on in the order of the list; each connection's own order is kept. */
static void in_ready(struct shim *s, struct watch *w, uint32_t events)
{
    if (events & EPOLLERR) /* the container closed its end: what is sent now goes nowhere */
        watch_close(s, w);
    else
        watch_set(s, w, 0);
    for (struct conn *c = s->conns; c; c = c->next)
        if (c->held)
            conn_resume(s, c);
}

void stdio_throttle(struct shim *s)
{
    bool full = false;
    for (struct conn *c = s->conns; c; c = c->next)
        full |= c->full && !c->dead;
    s->throttled = full;
    if (s->status == STOPPED)
        return;
    for (int i = 0; i < 2; i++)
        watch_set(s, &s->out[i].w, full && s->status != DRAINING ? 0 : EPOLLIN);
}

int stdio_open(struct shim *s, struct err *e)
{
    (void)e;
    for (int i = 0; i < 2; i++) {
        s->out[i].number = i + 1;
        s->out[i].w.ready = out_ready;
        watch_set(s, &s->out[i].w, EPOLLIN);
    }
    s->in.ready = in_ready;
    return 0;
}

static int input_fd(const struct shim *s)
{
    return s->terminal ? s->pty : s->in.fd;
}

size_t stdio_input(struct shim *s, const char *data, size_t len)
{
    size_t done = 0;
    int fd = input_fd(s);
    while (fd >= 0 && done < len) {
        ssize_t n = write(fd, data + done, len - done);
        if (n > 0) {
            done += (size_t)n;
        } else if (n < 0 && errno == EINTR) {
            continue;
        } else if (n < 0 && errno == EAGAIN) {
            watch_set(s, &s->in, EPOLLOUT);
            return done;
        } else {
            if (!s->terminal)
                watch_close(s, &s->in);
            break;
        }
    }
    return len; /* nobody reads it any more */
}

void stdio_input_end(struct shim *s)
{
    if (!s->terminal)
        watch_close(s, &s->in);
}

bool stdio_drained(const struct shim *s)
{
    return s->out[0].w.fd < 0 && s->out[1].w.fd < 0;
}

/* After the end: what the pipes still hold is bounded, so no client's slowness counts any more. */
void stdio_drain_all(struct shim *s)
{
    watch_close(s, &s->in);
    s->pty = -1;
    fd_closep(&s->pty_slave);
    for (int i = 0; i < 2; i++)
        while (s->out[i].w.fd >= 0 && pump(s, &s->out[i]))
            ;
    stdio_throttle(s);
}

void stdio_close(struct shim *s)
{
    for (int i = 0; i < 2; i++)
        watch_close(s, &s->out[i].w);
}
