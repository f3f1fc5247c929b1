#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "cgroup.h"
#include "shim.h"

void oom_check(struct shim *s)
{
    uint64_t count = cgroup_oom_kills(&s->cgroups, s->cgroup);
    if (count <= s->oom_count)
        return;
    s->oom_count = count;
    s->oom_killed = true;
    conns_tell(s, MSG_OOM, "{}");
}

static void ready(struct shim *s, struct watch *w, uint32_t events)
{
    uint64_t count;
    (void)events;
    /* An eventfd counts, memory.events is read anew by oom_check; both are quiet afterwards. */
    if (read(w->fd, &count, sizeof count) < 0)
        watch_set(s, w, EPOLLPRI);
    oom_check(s);
}

void oom_watch(struct shim *s)
{
    uint32_t events;
    s->oom.fd = cgroup_oom_open(&s->cgroups, s->cgroup, &events);
    s->oom.ready = ready;
    watch_set(s, &s->oom, events);
}
