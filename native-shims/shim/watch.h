/* Something that epoll watches. Embedded in what it belongs to. */
#ifndef JOCKER_WATCH_H
#define JOCKER_WATCH_H

#include <stddef.h>
#include <stdint.h>

struct shim;

struct watch {
    int fd; /* -1: closed */
    uint32_t events;
    void (*ready)(struct shim *s, struct watch *w, uint32_t events);
};

/* What the watch is a member of. */
#define watch_owner(watch, type, member) ((type *)(void *)((char *)(watch) - offsetof(type, member)))

/* events 0 removes it from the set without closing. */
void watch_set(struct shim *s, struct watch *w, uint32_t events);
void watch_close(struct shim *s, struct watch *w);

/* CLOCK_MONOTONIC in milliseconds. */
int64_t now_ms(void);

#endif
