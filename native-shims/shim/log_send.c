#define _GNU_SOURCE
#include "log_send.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "../common/fd.h"
#include "watch.h"

#define QUEUE_MAX (1u << 20)
#define PATIENCE_MS 100 /* for a receiver whose queue is full for a moment */
#define QUIET_MS 1000
#define CONNECT_MS 3000
#define CLOSE_MS 1000

static bool take_unix(struct receiver *r, const char *path)
{
    struct sockaddr_un *un = (struct sockaddr_un *)&r->address;
    if (path[0] != '/' || strlen(path) >= sizeof un->sun_path)
        return false;
    un->sun_family = AF_UNIX;
    strcpy(un->sun_path, path);
    r->address_len = sizeof *un;
    return true;
}

/* "1.2.3.4:514", "[::1]:514"; the port is 514 when there is none. Names are the caller's to
 * resolve. */
static bool take_inet(struct receiver *r, const char *text)
{
    char host[64];
    struct sockaddr_in *v4 = (struct sockaddr_in *)&r->address;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&r->address;
    bool is_v6 = text[0] == '[';
    size_t n = strcspn(text += is_v6, is_v6 ? "]" : ":");
    const char *rest = text + n + (is_v6 && text[n]);
    long port = *rest == ':' ? strtol(rest + 1, NULL, 10) : 514;
    if (n >= sizeof host || port < 1 || port > 65535 || (is_v6 && text[n] != ']'))
        return false;
    memcpy(host, text, n);
    host[n] = 0;
    if (is_v6) {
        *v6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
        r->address_len = sizeof *v6;
        return inet_pton(AF_INET6, host, &v6->sin6_addr) == 1;
    }
    *v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    r->address_len = sizeof *v4;
    return inet_pton(AF_INET, host, &v4->sin_addr) == 1;
}

static int try_connect(struct receiver *r)
{
    int flags = SOCK_CLOEXEC | SOCK_NONBLOCK | (r->stream ? SOCK_STREAM : SOCK_DGRAM);
    int size = 8 << 20;
    fd_closep(&r->fd);
    r->fd = socket(r->address.ss_family, flags, 0);
    if (r->fd < 0)
        return -1;
    if (!r->stream) /* large messages; what the kernel allows */
        setsockopt(r->fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    if (connect(r->fd, (struct sockaddr *)&r->address, r->address_len) < 0
        && errno != EINPROGRESS && errno != EAGAIN) {
        int saved = errno;
        fd_closep(&r->fd);
        errno = saved;
        return -1;
    }
    return 0;
}

static bool wait_writable(struct receiver *r, int ms)
{
    struct pollfd p = {r->fd, POLLOUT, 0};
    return poll(&p, 1, ms) == 1;
}

static int wait_connected(struct receiver *r)
{
    int bad = ETIMEDOUT;
    socklen_t size = sizeof bad;
    if (wait_writable(r, CONNECT_MS))
        getsockopt(r->fd, SOL_SOCKET, SO_ERROR, &bad, &size);
    errno = bad;
    return bad ? -1 : 0;
}

int receiver_open(struct receiver *r, const char *url, struct err *e)
{
    memset(r, 0, sizeof *r);
    r->fd = -1;
    const char *rest = strstr(url, "://");
    rest = rest ? rest + 3 : "";
    bool is_unix = strncmp(url, "unix", 4) == 0;
    bool gram = strncmp(url, "unixgram:", 9) == 0 || strncmp(url, "udp:", 4) == 0;
    r->stream = !gram;
    if ((!gram && strncmp(url, "unix:", 5) != 0 && strncmp(url, "tcp:", 4) != 0)
        || !(is_unix ? take_unix(r, rest) : take_inet(r, rest)))
        return err_set(e, EINVAL, "connect", url, "%s is not a usable address of a log", url);
    int result = try_connect(r);
    if (result < 0 && errno == EPROTOTYPE) {
        r->stream = !r->stream;
        result = try_connect(r);
    }
    if (result < 0 || (r->stream && wait_connected(r) < 0))
        return err_sys(e, "connect to log", url);
    return 0;
}

static unsigned count_lines(const struct buf *b)
{
    unsigned n = 0;
    for (size_t i = b->start; i < b->end; i++)
        n += b->data[i] == '\n';
    return n;
}

/* The connection is of no more use. */
static unsigned lose(struct receiver *r)
{
    unsigned lost = count_lines(&r->queue);
    buf_free(&r->queue);
    fd_closep(&r->fd);
    r->quiet_until = now_ms() + QUIET_MS;
    return lost;
}

static bool reconnect(struct receiver *r)
{
    if (r->fd >= 0)
        return true;
    if (now_ms() < r->quiet_until)
        return false;
    if (try_connect(r) == 0)
        return true;
    r->quiet_until = now_ms() + QUIET_MS;
    return false;
}

unsigned receiver_flush(struct receiver *r)
{
    while (r->fd >= 0 && buf_len(&r->queue)) {
        ssize_t n = send(r->fd, r->queue.data + r->queue.start, buf_len(&r->queue),
                         MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN || errno == ENOTCONN ? 0 : lose(r);
        buf_consume(&r->queue, (size_t)n);
    }
    return 0;
}

static unsigned send_stream(struct receiver *r, const void *data, size_t len)
{
    if (buf_len(&r->queue) + len > QUEUE_MAX)
        return 1;
    buf_add(&r->queue, data, len);
    return receiver_flush(r);
}

static unsigned send_datagram(struct receiver *r, const void *data, size_t len)
{
    for (int tries = 0; tries < 2; tries++) {
        if (send(r->fd, data, len, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
            return 0;
        if (errno == EAGAIN && (now_ms() < r->quiet_until || !wait_writable(r, PATIENCE_MS))) {
            r->quiet_until = now_ms() + QUIET_MS;
            return 1;
        }
        /* A receiver that was started anew has another socket of the same name. */
        if (errno != EAGAIN && (errno == EMSGSIZE || try_connect(r) < 0))
            break;
    }
    if (r->fd < 0)
        lose(r);
    return 1;
}

unsigned receiver_send(struct receiver *r, const void *data, size_t len)
{
    if (!reconnect(r))
        return 1;
    return r->stream ? send_stream(r, data, len) : send_datagram(r, data, len);
}

void receiver_close(struct receiver *r)
{
    int64_t end = now_ms() + CLOSE_MS;
    while (r->fd >= 0 && buf_len(&r->queue) && now_ms() < end)
        if (wait_writable(r, (int)(end - now_ms())))
            receiver_flush(r);
    fd_closep(&r->fd);
    buf_free(&r->queue);
}
