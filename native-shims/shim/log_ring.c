#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/fd.h"
#include "log_ring.h"
#include "watch.h"

/* How long the container's end waits for its log to be written. */
#define CLOSE_MS 2000
#define RECORD_MAX (1u << 17)

struct record {
    int stream;
    struct timespec when;
    uint64_t lost; /* entries before this record that there was no room for */
    size_t len;    /* of the data that follows */
};

struct log_ring {
    int sock;
    pid_t pid;
    uint64_t max, lost;
    struct buf queue; /* records that the socket has not taken yet */
};

/* ---- the process that writes ---- */

static void reap(struct log *l)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        log_reaped(l, pid, status);
}

/* False at the end. */
static bool take(struct log *l, int sock, char *block)
{
    struct record r;
    ssize_t n = recv(sock, block, RECORD_MAX, 0);
    if (n < 0 && errno == EINTR)
        return true;
    if (n < (ssize_t)sizeof r)
        return false;
    memcpy(&r, block, sizeof r);
    l->lost += r.lost;
    log_add(l, r.stream, block + sizeof r, r.len, &r.when);
    return true;
}

static void write_all(struct log *l, int sock)
{
    struct timespec now;
    char *block = malloc(RECORD_MAX);
    bool more = block != NULL;
    while (more) {
        struct pollfd p[2] = {{sock, POLLIN, 0}, {log_pending(l), POLLOUT, 0}};
        poll(p, p[1].fd >= 0 ? 2 : 1, 1000);
        reap(l);
        if (p[1].revents)
            log_flush(l);
        if (p[0].revents)
            more = take(l, sock, block);
    }
    clock_gettime(CLOCK_REALTIME, &now);
    log_close(l, &now);
}

static void run(int sock, log_opener *open_sink, const void *conf)
{
    struct log l = {0};
    struct err e = {0};
    sigset_t none;
    int kept[] = {sock};
    fd_close_others(kept, 1);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int i = SIGHUP; i <= SIGTERM; i++) /* it ends with its socket */
        signal(i, SIG_IGN);
    prctl(PR_SET_NAME, "jocker-log", 0, 0, 0);
    int result = open_sink(&l, conf, &e);
    if (send(sock, &e, sizeof e, MSG_NOSIGNAL) < 0 || result < 0)
        _exit(1);
    write_all(&l, sock);
    _exit(0);
}

/* ---- the shim's side ---- */

int log_ring_start(struct log *l, uint64_t max, log_opener *open_sink, const void *conf,
                   struct err *e)
{
    int pair[2];
    struct err theirs;
    struct log_ring *r = calloc(1, sizeof *r);
    if (!r || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
        free(r);
        return err_sys(e, "create", "socket pair");
    }
    pid_t pid = fork();
    if (pid == 0)
        run(pair[1], open_sink, conf);
    close(pair[1]);
    *r = (struct log_ring){.sock = pair[0], .pid = pid, .max = max};
    l->ring = r;
    if (pid < 0)
        return err_sys(e, "fork", "log writer");
    ssize_t n = recv(pair[0], &theirs, sizeof theirs, 0);
    if (n == sizeof theirs && !theirs.message[0])
        return 0;
    if (n == sizeof theirs)
        *e = theirs;
    else
        err_set(e, ECHILD, "open log", "writer", "the log's writer ended");
    return -1;
}

static bool send_record(struct log_ring *r, const struct record *head, const char *data)
{
    struct iovec iov[2] = {{(void *)(size_t)head, sizeof *head}, {(void *)(size_t)data, head->len}};
    struct msghdr msg = {.msg_iov = iov, .msg_iovlen = 2};
    ssize_t n;
    do {
        n = sendmsg(r->sock, &msg, MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (n < 0 && errno == EINTR);
    return n >= 0;
}

void log_ring_flush(struct log *l)
{
    struct log_ring *r = l->ring;
    while (buf_len(&r->queue)) {
        struct record head;
        const char *at = r->queue.data + r->queue.start;
        memcpy(&head, at, sizeof head);
        if (!send_record(r, &head, at + sizeof head))
            return;
        buf_consume(&r->queue, sizeof head + head.len);
    }
    buf_free(&r->queue);
}

static uint64_t count_lines(const char *data, size_t len)
{
    uint64_t n = 0;
    for (const char *p = data; (p = memchr(p, '\n', len - (size_t)(p - data))); p++)
        n++;
    return n ? n : 1;
}

void log_ring_add(struct log *l, int stream, const char *data, size_t len,
                  const struct timespec *when)
{
    struct log_ring *r = l->ring;
    struct record head = {stream, *when, r->lost, len};
    log_ring_flush(l);
    if (!buf_len(&r->queue) && send_record(r, &head, data)) {
        r->lost = 0;
        return;
    }
    if (buf_len(&r->queue) + len > r->max) {
        r->lost += count_lines(data, len);
        return;
    }
    buf_add(&r->queue, &head, sizeof head);
    buf_add(&r->queue, data, len);
    r->lost = 0;
}

int log_ring_pending(const struct log *l)
{
    return buf_len(&l->ring->queue) ? l->ring->sock : -1;
}

/* The writer goes on by itself if this is not long enough. */
void log_ring_close(struct log *l)
{
    struct log_ring *r = l->ring;
    int64_t end = now_ms() + CLOSE_MS;
    while (buf_len(&r->queue) && now_ms() < end) {
        struct pollfd p = {r->sock, POLLOUT, 0};
        poll(&p, 1, 50);
        log_ring_flush(l);
        if (p.revents & (POLLHUP | POLLERR))
            break;
    }
    fd_closep(&r->sock);
    while (waitpid(r->pid, NULL, WNOHANG) == 0 && now_ms() < end)
        poll(NULL, 0, 2);
    buf_free(&r->queue);
    free(r);
    l->ring = NULL;
}
