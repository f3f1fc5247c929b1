#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "shim.h"

void watch_set(struct shim *s, struct watch *w, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = w};
    if (w->fd < 0 || events == w->events)
        return;
    /* A removed descriptor reports no hang-up either: a throttled stream must not spin. */
    int op = !events ? EPOLL_CTL_DEL : w->events ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    epoll_ctl(s->epoll, op, w->fd, &event);
    w->events = events;
}

void watch_close(struct shim *s, struct watch *w)
{
    if (w->fd < 0)
        return;
    watch_set(s, w, 0);
    close(w->fd);
    w->fd = -1;
}

int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
