#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "../common/fd.h"
#include "../shim/cgroup.h"
#include "oci.h"

static int load_running(const struct oci *o, int argc, char **argv, struct container *c,
                        enum oci_status wanted, struct err *e)
{
    const char *id;
    optind = 1;
    if (only_id(argc, argv, &id, e) < 0 || container_load(o, id, c, e) < 0)
        return -1;
    if (container_status(c) != wanted)
        return err_set(e, EBUSY, argv[0], id, wanted == OCI_PAUSED
                           ? "container not paused" : "container not running");
    return 0;
}

int verb_pause(const struct oci *o, int argc, char **argv, struct err *e)
{
    cleanup_container struct container c = {0};
    if (load_running(o, argc, argv, &c, OCI_RUNNING, e) < 0)
        return -1;
    return cgroup_freeze(&c.cgroups, c.cgroup, e);
}

int verb_resume(const struct oci *o, int argc, char **argv, struct err *e)
{
    cleanup_container struct container c = {0};
    if (load_running(o, argc, argv, &c, OCI_PAUSED, e) < 0)
        return -1;
    return cgroup_thaw(&c.cgroups, c.cgroup, e);
}

/* Options that become members of linux.resources. */
static const struct { const char *name, *group, *key; bool text; } limits[] = {
    {"memory", "memory", "limit", false}, {"memory-swap", "memory", "swap", false},
    {"memory-reservation", "memory", "reservation", false},
    {"cpu-share", "cpu", "shares", false}, {"cpu-quota", "cpu", "quota", false},
    {"cpu-period", "cpu", "period", false}, {"cpu-burst", "cpu", "burst", false},
    {"cpu-idle", "cpu", "idle", false}, {"cpu-rt-period", "cpu", "realtimePeriod", false},
    {"cpu-rt-runtime", "cpu", "realtimeRuntime", false}, {"cpuset-cpus", "cpu", "cpus", true},
    {"cpuset-mems", "cpu", "mems", true}, {"pids-limit", "pids", "limit", false},
    {"blkio-weight", "blockIO", "weight", false}};
#define LIMITS (sizeof limits / sizeof *limits)

static void render_group(const char *group, const char *const *values, struct buf *b)
{
    const char *before = "";
    buf_printf(b, "\"%s\": {", group);
    for (size_t i = 0; i < LIMITS; i++) {
        if (!values[i] || strcmp(limits[i].group, group) != 0)
            continue;
        buf_printf(b, "%s\"%s\": ", before, limits[i].key);
        if (limits[i].text)
            buf_json_string(b, values[i]);
        else
            buf_text(b, values[i]);
        before = ", ";
    }
    buf_text(b, "}");
}

/* "-r -" reads from stdin, as runc's does. */
static int read_resources(const char *file, const char *const *values, char **text, size_t *len,
                          struct err *e)
{
    static const char *const groups[] = {"memory", "cpu", "pids", "blockIO"};
    struct buf b = {0};
    if (file && strcmp(file, "-") == 0)
        return fd_read_all(0, "stdin", 1 << 20, text, len, e);
    if (file)
        return fd_read_file(AT_FDCWD, file, 1 << 20, text, len, e);
    for (size_t i = 0; i < 4; i++) {
        buf_text(&b, i ? ", " : "{");
        render_group(groups[i], values, &b);
    }
    buf_text(&b, "}");
    *text = b.data;
    *len = buf_len(&b);
    return 0;
}

int verb_update(const struct oci *o, int argc, char **argv, struct err *e)
{
    struct option options[LIMITS + 2] = {{"resources", required_argument, NULL, 'r'}};
    const char *values[LIMITS] = {0}, *file = NULL, *id;
    cleanup_container struct container c = {0};
    cleanup_json struct json_doc *doc = NULL;
    cleanup_free char *text = NULL;
    size_t len;
    int option;
    for (size_t i = 0; i < LIMITS; i++)
        options[i + 1] = (struct option){limits[i].name, required_argument, NULL, (int)i + 256};
    while ((option = getopt_long(argc, argv, "+r:", options, NULL)) != -1) {
        if (option == 'r')
            file = optarg;
        else if (option >= 256)
            values[option - 256] = optarg;
        else
            return usage_error(e, argv[0], "[--resources FILE | LIMITS] CONTAINER-ID");
    }
    if (only_id(argc, argv, &id, e) < 0 || container_load(o, id, &c, e) < 0)
        return -1;
    if (container_status(&c) == OCI_STOPPED)
        return err_set(e, ESRCH, "update", id, "container not running");
    if (read_resources(file, values, &text, &len, e) < 0
        || json_parse("resources", text, len, &doc, e) < 0)
        return -1;
    return cgroup_update(&c.cgroups, c.cgroup, doc, json_root(doc), e);
}
