#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "shim.h"

/* A control connection that asks and never reads. */
#define CONTROL_QUEUE_MAX (4u << 20)

void error_render(struct buf *b, const struct err *e)
{
    buf_text(b, "{\"op\": ");
    buf_json_string(b, e->op);
    buf_text(b, ", \"target\": ");
    buf_json_string(b, e->target);
    buf_printf(b, ", \"errno\": %d, \"message\": ", e->num);
    buf_json_string(b, e->message);
    buf_text(b, "}");
}

static void tell_changed(struct shim *s, struct conn *c)
{
    if (c->changed)
        c->changed(s, c);
}

void conn_drop(struct shim *s, struct conn *c)
{
    if (c->dead)
        return;
    c->dead = true;
    c->full = false;
    watch_close(s, &c->w);
    tell_changed(s, c);
}

/* Freed only between two rounds of the loop: an event of this round may still point at it. */
void conns_sweep(struct shim *s)
{
    for (struct conn **at = &s->conns; *at;) {
        struct conn *c = *at;
        if (!c->dead) {
            at = &c->next;
            continue;
        }
        *at = c->next;
        buf_free(&c->in);
        buf_free(&c->out);
        free(c);
    }
}

static void note_queue(struct shim *s, struct conn *c)
{
    size_t pending = buf_len(&c->out);
    bool full = c->io && (c->full ? pending > QUEUE_LOW : pending > QUEUE_HIGH);
    if (pending == 0 && c->out.size > IO_SIZE)
        buf_free(&c->out);
    if (full != c->full) {
        c->full = full;
        tell_changed(s, c);
    }
}

static void update(struct shim *s, struct conn *c)
{
    bool reads = !c->input_ended && !c->waits && !c->held;
    if (c->dead)
        return;
    note_queue(s, c);
    uint32_t events = (reads ? EPOLLIN : 0u) | (buf_len(&c->out) ? EPOLLOUT : 0u);
    /* EPOLLMSG never happens: it keeps the hang-up, which cannot be masked, reported. After the
     * hang-up that report would be endless. */
    if (!events && !c->hung_up)
        events = EPOLLMSG;
    watch_set(s, &c->w, events);
}

/* Writes head and data, what the socket takes at once; the rest is queued. */
static void send_or_queue(struct shim *s, struct conn *c, const void *head, size_t head_len,
                          const void *data, size_t len)
{
    ssize_t n = 0;
    if (c->dead)
        return;
    if (!buf_len(&c->out)) {
        struct iovec iov[2] = {{(void *)(size_t)head, head_len}, {(void *)(size_t)data, len}};
        struct msghdr msg = {.msg_iov = iov, .msg_iovlen = 2};
        n = sendmsg(c->w.fd, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN && errno != EINTR) {
            conn_drop(s, c);
            return;
        }
        if (n < 0)
            n = 0;
    }
    size_t sent = (size_t)n;
    if (sent == head_len + len)
        return;
    if (sent < head_len)
        buf_add(&c->out, (const char *)head + sent, head_len - sent);
    size_t skip = sent > head_len ? sent - head_len : 0;
    buf_add(&c->out, (const char *)data + skip, len - skip);
    if (!c->io && buf_len(&c->out) > CONTROL_QUEUE_MAX)
        conn_drop(s, c);
    else
        update(s, c);
}

void conn_answer(struct shim *s, struct conn *c, uint8_t type, const char *json)
{
    unsigned char head[FRAME_HEADER];
    size_t len = strlen(json);
    frame_header(head, type, (uint32_t)len);
    send_or_queue(s, c, head, sizeof head, json, len);
}

void conn_error(struct shim *s, struct conn *c, const struct err *e)
{
    cleanup_buf struct buf b = {0};
    error_render(&b, e);
    buf_add(&b, "", 1);
    conn_answer(s, c, MSG_ERROR, b.data);
}

void conn_output(struct shim *s, struct conn *c, int stream, const char *data, size_t len)
{
    unsigned char head[FRAME_HEADER];
    frame_header(head, (uint8_t)stream, (uint32_t)len);
    send_or_queue(s, c, head, c->raw ? 0 : sizeof head, data, len);
}

static void flush(struct shim *s, struct conn *c)
{
    while (buf_len(&c->out)) {
        ssize_t n = send(c->w.fd, c->out.data + c->out.start, buf_len(&c->out),
                         MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            if (errno != EAGAIN)
                conn_drop(s, c);
            return;
        }
        buf_consume(&c->out, (size_t)n);
    }
}

static void handle_frames(struct shim *s, struct conn *c)
{
    struct frame f;
    while (!c->dead && !c->waits && buf_len(&c->in)) {
        int whole = frame_parse(c->in.data + c->in.start, buf_len(&c->in), &f);
        if (whole < 0) {
            conn_drop(s, c);
            return;
        }
        if (!whole)
            break;
        c->handling = true;
        c->held = !s->on_frame(s, c, &f);
        c->handling = false;
        if (c->held)
            break;
        if (!c->dead)
            buf_consume(&c->in, FRAME_HEADER + f.len);
    }
    if (!c->dead && !buf_len(&c->in))
        buf_free(&c->in);
}

static void receive(struct shim *s, struct conn *c)
{
    ssize_t n = recv(c->w.fd, buf_room(&c->in, IO_SIZE), IO_SIZE, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n > 0) {
        c->in.end += (size_t)n;
        return;
    }
    c->input_ended = true;
    /* An attached peer may go on reading after it has said all it had to say. */
    if (n < 0 || !c->io || c->hung_up)
        conn_drop(s, c);
}

void conn_resume(struct shim *s, struct conn *c)
{
    if (c->dead || c->handling)
        return;
    handle_frames(s, c);
    update(s, c);
}

/* The peer is gone for good: nothing can be sent, but stdin that it sent before is not lost. */
static void hang_up(struct conn *c)
{
    c->hung_up = true;
    c->out_wanted[0] = c->out_wanted[1] = false;
    buf_free(&c->out);
}

static void ready(struct shim *s, struct watch *w, uint32_t events)
{
    struct conn *c = (struct conn *)w;
    if (c->dead)
        return;
    if (events & (EPOLLHUP | EPOLLERR))
        hang_up(c);
    if (events & EPOLLOUT)
        flush(s, c);
    if (!c->dead && (events & EPOLLIN))
        receive(s, c);
    if (!c->dead && c->hung_up && c->input_ended)
        conn_drop(s, c);
    conn_resume(s, c);
}

struct conn *conn_add(struct shim *s, int fd)
{
    struct conn *c = calloc(1, sizeof *c);
    if (!c) {
        close(fd);
        return NULL;
    }
    c->w.fd = fd;
    c->w.ready = ready;
    c->serial = ++s->conn_serial;
    c->next = s->conns;
    s->conns = c;
    update(s, c);
    return c;
}

struct conn *conn_find(struct shim *s, uint64_t serial)
{
    for (struct conn *c = s->conns; c; c = c->next)
        if (c->serial == serial && !c->dead)
            return c;
    return NULL;
}

/* A close with unread input would reach the client as a reset. */
void conn_hang_up(struct shim *s, struct conn *c)
{
    char waste[512];
    if (c->dead)
        return;
    shutdown(c->w.fd, SHUT_RDWR);
    while (recv(c->w.fd, waste, sizeof waste, MSG_DONTWAIT) > 0)
        ;
    conn_drop(s, c);
}

void conns_tell(struct shim *s, uint8_t type, const char *json)
{
    for (struct conn *c = s->conns; c; c = c->next)
        if (!c->io && !c->dead)
            conn_answer(s, c, type, json);
}
