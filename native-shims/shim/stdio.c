#define _GNU_SOURCE
#include "stdio.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../common/fd.h"
#include "shim.h"

#define PIPE_SIZE (256 << 10)

static char block[IO_SIZE];

void stdio_init(struct stdio *io)
{
    *io = (struct stdio){.out = {{.fd = -1}, {.fd = -1}}, .in.fd = -1, .pty = -1, .pty_slave = -1};
}

/* ours: the end that the shim keeps, not blocking; theirs: the process's. */
static int open_pipe(bool reads, int *ours, int *theirs)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    /* Fewer wake-ups for each megabyte; a refusal costs speed only. */
    fcntl(ends[0], F_SETPIPE_SZ, PIPE_SIZE);
    *ours = ends[reads ? 0 : 1];
    *theirs = ends[reads ? 1 : 0];
    return fcntl(*ours, F_SETFL, O_NONBLOCK | (reads ? O_RDONLY : O_WRONLY));
}

int stdio_pipes(struct stdio *io, bool in, bool out, int theirs[3], struct err *e)
{
    int *ours[3] = {&io->in.fd, &io->out[0].fd, &io->out[1].fd};
    theirs[0] = theirs[1] = theirs[2] = -1;
    for (int i = 0; i < 3; i++) {
        if (i == 0 ? in : out) {
            if (open_pipe(i > 0, ours[i], &theirs[i]) < 0)
                return err_sys(e, "create", "pipe");
            continue;
        }
        theirs[i] = open("/dev/null", (i == 0 ? O_RDONLY : O_WRONLY) | O_CLOEXEC);
        if (theirs[i] < 0)
            return err_sys(e, "open", "/dev/null");
    }
    return 0;
}

void stdio_take_pty(struct shim *s, struct stdio *io, int master, int slave)
{
    watch_close(s, &io->out[0]);
    watch_close(s, &io->out[1]);
    watch_close(s, &io->in);
    io->terminal = true;
    io->pty = master;
    io->pty_slave = slave;
    io->out[0].fd = master;
    /* A second descriptor, because epoll knows each only once. */
    io->in.fd = fcntl(master, F_DUPFD_CLOEXEC, 3);
}

/* -1: nothing to read now; 0: the end. */
static ssize_t read_stream(int fd)
{
    ssize_t n;
    do {
        n = read(fd, block, sizeof block);
    } while (n < 0 && errno == EINTR);
    /* A pty without a slave answers EIO where a pipe answers 0. */
    return n < 0 && errno != EAGAIN ? 0 : n;
}

static bool pump(struct shim *s, struct stdio *io, int stream)
{
    struct timespec now;
    ssize_t n = read_stream(io->out[stream].fd);
    if (n < 0)
        return false;
    if (n == 0) {
        watch_close(s, &io->out[stream]);
        return false;
    }
    if (io->log) {
        clock_gettime(CLOCK_REALTIME, &now);
        log_add(io->log, stream + 1, block, (size_t)n, &now);
    }
    for (struct conn *c = s->conns; c; c = c->next)
        if (c->io == io && !c->dead && c->out_wanted[stream])
            conn_output(s, c, stream + 1, block, (size_t)n);
    return true;
}

static void pump_some(struct shim *s, struct stdio *io, int stream)
{
    /* A few blocks at a time: other connections get their turn. */
    for (int i = 0; i < 8 && io->out[stream].fd >= 0 && (!io->throttled || io->ending); i++)
        if (!pump(s, io, stream))
            break;
}

static void stdout_ready(struct shim *s, struct watch *w, uint32_t events)
{
    (void)events;
    pump_some(s, watch_owner(w, struct stdio, out[0]), 0);
}

static void stderr_ready(struct shim *s, struct watch *w, uint32_t events)
{
    (void)events;
    pump_some(s, watch_owner(w, struct stdio, out[1]), 1);
}

/* Held frames go on in the order of the list; each connection's own order is kept. */
static void in_ready(struct shim *s, struct watch *w, uint32_t events)
{
    struct stdio *io = watch_owner(w, struct stdio, in);
    if (events & EPOLLERR) /* the process closed its end: what is sent now goes nowhere */
        watch_close(s, w);
    else
        watch_set(s, w, 0);
    for (struct conn *c = s->conns; c; c = c->next)
        if (c->held && c->io == io)
            conn_resume(s, c);
}

static void throttle(struct shim *s, struct stdio *io)
{
    bool full = false;
    for (struct conn *c = s->conns; c; c = c->next)
        full |= c->io == io && c->full && !c->dead;
    io->throttled = full;
    for (int i = 0; i < 2; i++)
        watch_set(s, &io->out[i], full && !io->ending ? 0 : EPOLLIN);
}

void stdio_watch(struct shim *s, struct stdio *io)
{
    io->out[0].ready = stdout_ready;
    io->out[1].ready = stderr_ready;
    io->in.ready = in_ready;
    throttle(s, io);
}

static void end_input(struct shim *s, struct stdio *io)
{
    if (!io->terminal)
        watch_close(s, &io->in);
}

static void client_changed(struct shim *s, struct conn *c)
{
    struct stdio *io = c->io;
    throttle(s, io);
    if (c->dead && c->stdin_wanted && io->own_stdin)
        end_input(s, io);
}

void stdio_attach(struct shim *s, struct stdio *io, struct conn *c, const struct attach_wish *wish)
{
    (void)s;
    c->io = io;
    c->raw = wish->raw;
    c->stdin_wanted = wish->in;
    c->out_wanted[0] = wish->out;
    c->out_wanted[1] = wish->err;
    c->changed = client_changed;
}

/* Returns how much was taken; less than len means: wait until the stdin watch is ready. */
static size_t input(struct shim *s, struct stdio *io, const char *data, size_t len)
{
    size_t done = 0;
    int fd = io->terminal ? io->pty : io->in.fd;
    while (fd >= 0 && done < len) {
        ssize_t n = write(fd, data + done, len - done);
        if (n > 0) {
            done += (size_t)n;
        } else if (n < 0 && errno == EINTR) {
            continue;
        } else if (n < 0 && errno == EAGAIN) {
            watch_set(s, &io->in, EPOLLOUT);
            return done;
        } else {
            end_input(s, io);
            break;
        }
    }
    return len; /* nobody reads it any more */
}

bool stdio_input_frame(struct shim *s, struct conn *c, const struct frame *f)
{
    if (!c->stdin_wanted)
        return true;
    if (f->type == MSG_STDIN_EOF) {
        end_input(s, c->io);
        return true;
    }
    c->stdin_done += input(s, c->io, f->payload + c->stdin_done, f->len - c->stdin_done);
    if (c->stdin_done < f->len)
        return false;
    c->stdin_done = 0;
    return true;
}

int stdio_resize(const struct stdio *io, unsigned width, unsigned height)
{
    struct winsize size = {.ws_row = (unsigned short)height, .ws_col = (unsigned short)width};
    if (io->pty < 0)
        return ENOTTY;
    return ioctl(io->pty, TIOCSWINSZ, &size) < 0 ? errno : 0;
}

bool stdio_drained(const struct stdio *io)
{
    return io->out[0].fd < 0 && io->out[1].fd < 0;
}

void stdio_drain(struct shim *s, struct stdio *io)
{
    io->ending = true;
    watch_close(s, &io->in);
    io->pty = -1;
    fd_closep(&io->pty_slave);
    for (int i = 0; i < 2; i++)
        while (io->out[i].fd >= 0 && pump(s, io, i))
            ;
    throttle(s, io);
    /* Held stdin has no reader any more. */
    for (struct conn *c = s->conns; c; c = c->next)
        if (c->held && c->io == io)
            conn_resume(s, c);
}

void stdio_close(struct shim *s, struct stdio *io)
{
    watch_close(s, &io->in);
    fd_closep(&io->pty_slave);
    for (int i = 0; i < 2; i++)
        watch_close(s, &io->out[i]);
    io->pty = -1;
}

bool stdio_hang_up(struct shim *s, struct stdio *io)
{
    bool left = false;
    for (struct conn *c = s->conns; c; c = c->next) {
        if (c->io != io || c->dead)
            continue;
        if (buf_len(&c->out))
            left = true;
        else
            conn_hang_up(s, c);
    }
    return left;
}
