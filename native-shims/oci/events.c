#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "../common/fd.h"
#include "../shim/cgroup.h"
#include "../shim/watch.h"
#include "oci.h"
#include "stats.h"

static int print(const struct buf *b, struct err *e)
{
    return fd_write_all(1, b->data + b->start, buf_len(b)) < 0 ? err_sys(e, "write", "stdout") : 0;
}

static int print_stats(const struct container *c, struct err *e)
{
    cleanup_buf struct buf b = {0};
    stats_render(c, &b);
    return print(&b, e);
}

static int print_oom(const struct container *c, struct err *e)
{
    cleanup_buf struct buf b = {0};
    buf_text(&b, "{\"type\":\"oom\",\"id\":");
    buf_json_string(&b, c->id);
    buf_text(&b, "}\n");
    return print(&b, e);
}

/* Numbers at each interval, and at once that memory ran out, until the container has ended. */
static int follow(const struct container *c, int interval, struct err *e)
{
    char waste[1024];
    uint32_t mask;
    uint64_t kills = cgroup_oom_kills(&c->cgroups, c->cgroup);
    cleanup_fd int oom = cgroup_oom_open(&c->cgroups, c->cgroup, &mask);
    int64_t next = now_ms();
    while (container_status(c) != OCI_STOPPED) {
        struct pollfd p = {oom, mask == EPOLLPRI ? POLLPRI : POLLIN, 0};
        if (now_ms() >= next) {
            if (print_stats(c, e) < 0)
                return -1;
            next = now_ms() + interval;
        }
        int rest = (int)(next - now_ms());
        poll(&p, 1, rest < 0 ? 0 : rest < 500 ? rest : 500);
        if (p.revents && pread(oom, waste, sizeof waste, 0) < 0
            && read(oom, waste, sizeof waste) < 0)
            return 0; /* the group is gone */
        uint64_t now = cgroup_oom_kills(&c->cgroups, c->cgroup);
        if (now > kills && print_oom(c, e) < 0)
            return -1;
        kills = now;
    }
    return 0;
}

/* "5s", "500ms", "2m" */
static int parse_interval(const char *text)
{
    char *end;
    double value = strtod(text, &end);
    double unit = strcmp(end, "ms") == 0 ? 1 : strcmp(end, "s") == 0 ? 1000
                  : strcmp(end, "m") == 0 ? 60000 : 0;
    double ms = value * unit;
    return ms >= 1 && ms < 1e8 ? (int)ms : -1;
}

int verb_events(const struct oci *o, int argc, char **argv, struct err *e)
{
    static const struct option options[] = {{"stats", no_argument, NULL, 's'},
                                            {"interval", required_argument, NULL, 'i'},
                                            {NULL, 0, NULL, 0}};
    cleanup_container struct container c = {0};
    const char *id;
    bool once = false;
    int option, interval = 5000;
    while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
        if (option == 's')
            once = true;
        else if (option != 'i' || (interval = parse_interval(optarg)) < 0)
            return usage_error(e, argv[0], "[--stats] [--interval 5s] CONTAINER-ID");
    }
    if (only_id(argc, argv, &id, e) < 0 || container_load(o, id, &c, e) < 0)
        return -1;
    if (container_status(&c) == OCI_STOPPED)
        return err_set(e, ESRCH, "events", id, "container with id %s is not running", id);
    return once ? print_stats(&c, e) : follow(&c, interval, e);
}
