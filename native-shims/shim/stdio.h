/* The streams of one process: its pipes or its terminal, and the clients that are attached. */
#ifndef JOCKER_STDIO_H
#define JOCKER_STDIO_H

#include <stdbool.h>
#include <stddef.h>

#include "../common/err.h"
#include "conn.h"
#include "log.h"
#include "watch.h"

struct stdio {
    struct watch out[2];   /* stdout and stderr */
    struct watch in;       /* the writing end of the process's stdin */
    int pty, pty_slave;    /* -1 without a terminal; pty is also out[0].fd */
    bool terminal;
    bool throttled;        /* a full client: the streams are not read */
    bool ending;           /* the process has ended: no client's slowness counts any more */
    bool own_stdin;        /* stdin ends with the client that it belongs to */
    struct log *log;   /* NULL: no log */
};

struct attach_wish {
    bool in, out, err, raw;
};

void stdio_init(struct stdio *io);
/* Makes the pipes; theirs are the process's ends, to be closed after the fork. What is not
 * wanted is /dev/null. */
int stdio_pipes(struct stdio *io, bool in, bool out, int theirs[3], struct err *e);
/* With a terminal there are no pipes: the master is all three. Takes both descriptors. */
void stdio_take_pty(struct shim *s, struct stdio *io, int master, int slave);
void stdio_watch(struct shim *s, struct stdio *io);
/* Turns a control connection into a stream. */
void stdio_attach(struct shim *s, struct stdio *io, struct conn *c, const struct attach_wish *wish);

/* A STDIN or STDIN_EOF frame. Returns false if it has to wait (what was taken is remembered). */
bool stdio_input_frame(struct shim *s, struct conn *c, const struct frame *f);
/* 0 or an errno. */
int stdio_resize(const struct stdio *io, unsigned width, unsigned height);

bool stdio_drained(const struct stdio *io);
/* After the end: reads all that the pipes still hold, which is bounded. */
void stdio_drain(struct shim *s, struct stdio *io);
void stdio_close(struct shim *s, struct stdio *io);
/* Ends the connections that have read everything; true if one is left. */
bool stdio_hang_up(struct shim *s, struct stdio *io);

#endif
