/*
 * A client's connection: frames in, frames or bare bytes out. Until it is attached to a process's
 * streams it is a control connection. Knows nothing of what the frames mean.
 */
#ifndef JOCKER_CONN_H
#define JOCKER_CONN_H

#include <stdbool.h>
#include <stdint.h>

#include "../common/buf.h"
#include "../common/err.h"
#include "../common/frame.h"
#include "watch.h"

#define QUEUE_HIGH (256u << 10) /* an attached client with more than this pending slows the process */
#define QUEUE_LOW (64u << 10)
#define IO_SIZE 65536u

struct stdio;

struct conn {
    struct watch w;
    struct conn *next;
    uint64_t serial;     /* names it after it may have gone */
    bool dead;
    bool input_ended;    /* the peer will send no more */
    bool handling;       /* a frame is being looked at: the next has its turn when that is done */
    bool waits;          /* for an answer that comes later: no further frame is looked at */
    bool held;           /* a stdin frame is not wholly taken: read on when stdin is writable */
    bool hung_up;        /* the peer reads no more, but what it sent may still wait */
    size_t stdin_done;   /* how much of the held frame was taken */
    bool full;           /* above QUEUE_HIGH, not yet below QUEUE_LOW */
    struct buf in, out;
    /* what it is attached to; NULL: a control connection */
    struct stdio *io;
    bool raw, stdin_wanted, out_wanted[2];
    /* called when it became full or no longer is, and when it has gone */
    void (*changed)(struct shim *s, struct conn *c);
};

struct conn *conn_add(struct shim *s, int fd);
/* The living connection of that serial number, or NULL. */
struct conn *conn_find(struct shim *s, uint64_t serial);
void conn_answer(struct shim *s, struct conn *c, uint8_t type, const char *json);
void conn_error(struct shim *s, struct conn *c, const struct err *e);
void conn_output(struct shim *s, struct conn *c, int stream, const char *data, size_t len);
void conn_drop(struct shim *s, struct conn *c);
/* Goes on with frames that had to wait. */
void conn_resume(struct shim *s, struct conn *c);
/* An orderly end of a stream, once everything is sent. */
void conn_hang_up(struct shim *s, struct conn *c);
void conns_sweep(struct shim *s);
/* To every control connection. */
void conns_tell(struct shim *s, uint8_t type, const char *json);

/* An error as the payload of an ERROR frame. */
void error_render(struct buf *b, const struct err *e);

#endif
