#define _GNU_SOURCE
#include "stats.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "../common/fd.h"
#include "../shim/cgroup.h"

/* Where a container's numbers stand. */
struct source {
    const struct container *c;
    bool v2;
};

/* The text of a file of the controller's group, "" if there is none. */
static void read_text(const struct source *s, const char *controller, const char *file,
                      char out[4096])
{
    char dir[PATH_MAX], path[PATH_MAX + 64];
    const struct cgroups *all = &s->c->cgroups;
    const struct cgroup_hierarchy *h = s->v2 ? &all->h[0] : cgroups_controller(all, controller);
    out[0] = 0;
    if (!h)
        return;
    cgroup_dir(h, s->c->cgroup, dir, sizeof dir);
    snprintf(path, sizeof path, "%s/%s", dir, file);
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, out, 4095);
    out[n > 0 ? n : 0] = 0;
}

/* A file's one number; "max" and what is not there are 0. */
static uint64_t number(const struct source *s, const char *controller, const char *file)
{
    char text[4096];
    read_text(s, controller, file, text);
    return isdigit((unsigned char)text[0]) ? strtoull(text, NULL, 10) : 0;
}

/* The value of "key value" in a file of such lines. */
static uint64_t keyed(const char *text, const char *key)
{
    size_t n = strlen(key);
    for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n')
        if (strncmp(p, key, n) == 0 && p[n] == ' ')
            return strtoull(p + n + 1, NULL, 10);
    return 0;
}

static void put(struct buf *b, const char *key, uint64_t value, const char *after)
{
    buf_printf(b, "\"%s\":%llu%s", key, (unsigned long long)value, after);
}

static void add_percpu(const struct source *s, struct buf *b)
{
    char text[4096];
    const char *before = "";
    read_text(s, "cpuacct", "cpuacct.usage_percpu", text);
    buf_text(b, "\"percpu\":[");
    for (char *save, *p = strtok_r(text, " \n", &save); p; p = strtok_r(NULL, " \n", &save)) {
        buf_printf(b, "%s%s", before, p);
        before = ",";
    }
    buf_text(b, "],");
}

static void add_cpu(const struct source *s, struct buf *b)
{
    char text[4096];
    uint64_t unit = 1000;
    read_text(s, "cpu", "cpu.stat", text);
    buf_text(b, "\"cpu\":{\"usage\":{");
    if (s->v2) {
        put(b, "total", keyed(text, "usage_usec") * 1000, ",");
        put(b, "kernel", keyed(text, "system_usec") * 1000, ",");
        put(b, "user", keyed(text, "user_usec") * 1000, "},");
    } else {
        unit = 1;
        put(b, "total", number(s, "cpuacct", "cpuacct.usage"), ",");
        add_percpu(s, b);
        put(b, "kernel", number(s, "cpuacct", "cpuacct.usage_sys"), ",");
        put(b, "user", number(s, "cpuacct", "cpuacct.usage_user"), "},");
    }
    buf_text(b, "\"throttling\":{");
    put(b, "periods", keyed(text, "nr_periods"), ",");
    put(b, "throttledPeriods", keyed(text, "nr_throttled"), ",");
    put(b, "throttledTime", s->v2 ? keyed(text, "throttled_usec") * unit
                                  : keyed(text, "throttled_time"), "}},");
}

static void add_entry(const struct source *s, const char *key, const char *prefix, struct buf *b)
{
    static const char *const files[] = {"usage_in_bytes", "max_usage_in_bytes", "limit_in_bytes",
                                        "failcnt"};
    static const char *const keys[] = {"usage", "max", "limit", "failcnt"};
    char file[64];
    buf_printf(b, "\"%s\":{", key);
    for (int i = 0; i < 4; i++) {
        snprintf(file, sizeof file, "%s.%s", prefix, files[i]);
        put(b, keys[i], number(s, "memory", file), i < 3 ? "," : "},");
    }
}

static void add_raw(const char *text, struct buf *b)
{
    const char *before = "";
    buf_text(b, "\"raw\":{");
    for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        size_t key = strcspn(p, " \n");
        if (p[key] != ' ' || !isdigit((unsigned char)p[key + 1]))
            continue;
        buf_printf(b, "%s\"%.*s\":%llu", before, (int)key, p, strtoull(p + key, NULL, 10));
        before = ",";
    }
    buf_text(b, "}},");
}

static void add_memory(const struct source *s, struct buf *b)
{
    char text[4096], events[4096];
    read_text(s, "memory", "memory.stat", text);
    buf_text(b, "\"memory\":{");
    put(b, "cache", keyed(text, s->v2 ? "file" : "cache"), ",");
    if (s->v2) {
        read_text(s, "memory", "memory.events", events);
        buf_text(b, "\"usage\":{");
        put(b, "usage", number(s, "memory", "memory.current"), ",");
        put(b, "max", number(s, "memory", "memory.peak"), ",");
        put(b, "limit", number(s, "memory", "memory.max"), ",");
        put(b, "failcnt", keyed(events, "max"), "},\"swap\":{");
        put(b, "usage", number(s, "memory", "memory.swap.current"), ",");
        put(b, "limit", number(s, "memory", "memory.swap.max"), ",\"failcnt\":0},");
    } else {
        add_entry(s, "usage", "memory", b);
        add_entry(s, "swap", "memory.memsw", b);
        add_entry(s, "kernel", "memory.kmem", b);
    }
    add_raw(text, b);
}

void stats_render(const struct container *c, struct buf *b)
{
    const struct source s = {c, c->cgroups.pure_v2};
    buf_text(b, "{\"type\":\"stats\",\"id\":");
    buf_json_string(b, c->id);
    buf_text(b, ",\"data\":{");
    add_cpu(&s, b);
    add_memory(&s, b);
    buf_text(b, "\"pids\":{");
    put(b, "current", number(&s, "pids", "pids.current"), ",");
    put(b, "limit", number(&s, "pids", "pids.max"), "}}}\n");
}
