/* Somebody who takes log entries over a socket, and may be slow, full or gone. */
#ifndef JOCKER_LOG_SEND_H
#define JOCKER_LOG_SEND_H

#include <stdbool.h>
#include <sys/socket.h>

#include "../common/buf.h"
#include "../common/err.h"

struct receiver {
    int fd;
    bool stream;
    struct sockaddr_storage address;
    socklen_t address_len;
    struct buf queue;    /* of a stream: what its socket has not taken yet */
    int64_t quiet_until; /* after a failure nothing is tried before this moment */
};

/* "unixgram:///path", "unix:///path" (a datagram socket if that is what is there), "udp://IP:PORT",
 * "tcp://IP:PORT". Fails when nobody is there. */
int receiver_open(struct receiver *r, const char *url, struct err *e);
/* 0: taken; or the number of messages that are lost now: this one, and what was queued before. */
unsigned receiver_send(struct receiver *r, const void *data, size_t len);
/* Sends what is queued and fits. Returns the number of lost messages. */
unsigned receiver_flush(struct receiver *r);
/* Waits a bounded time for what is queued. */
void receiver_close(struct receiver *r);

#endif
