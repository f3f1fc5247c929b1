#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "cgroup.h"
#include "shim.h"

/* Version 1 tells that memory ran out before it has chosen whom to kill, and counts after. */
#define SOON_MS 2000

void oom_check(struct shim *s)
{
    uint64_t count = cgroup_oom_kills(&s->cgroups, s->cgroup);
    if (count <= s->oom_count)
        return;
    s->oom_count = count;
    s->oom_until = 0;
    s->oom_killed = true;
    conns_tell(s, MSG_OOM, "{}");
}

static void ready(struct shim *s, struct watch *w, uint32_t events)
{
    char waste[1024];
    (void)events;
    /* An eventfd is emptied by reading; memory.events must be read from its beginning, or it
     * stays ready for ever. */
    if (pread(w->fd, waste, sizeof waste, 0) < 0 && read(w->fd, waste, sizeof waste) < 0) {
        watch_close(s, w); /* the group is gone */
        return;
    }
    s->oom_until = now_ms() + SOON_MS;
    oom_check(s);
}

bool oom_expected(struct shim *s)
{
    if (!s->oom_until)
        return false;
    oom_check(s);
    if (now_ms() >= s->oom_until)
        s->oom_until = 0;
    return s->oom_until != 0;
}

void oom_watch(struct shim *s)
{
    uint32_t events;
    s->oom.fd = cgroup_oom_open(&s->cgroups, s->cgroup, &events);
    s->oom.ready = ready;
    watch_set(s, &s->oom, events);
}
