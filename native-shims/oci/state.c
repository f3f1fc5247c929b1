#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../common/decode.h"
#include "../common/fd.h"
#include "../shim/cgroup.h"
#include "../shim/task.h"
#include "oci.h"

int container_check_id(const char *id, struct err *e)
{
    bool bad = !*id || strlen(id) > 200 || strcmp(id, ".") == 0 || strcmp(id, "..") == 0;
    for (const char *p = id; *p && !bad; p++)
        bad = !((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9')
                || strchr("_+.-", *p));
    return bad ? err_set(e, EINVAL, "find", id, "invalid container ID format: %s", id) : 0;
}

void container_file(const struct container *c, const char *name, char out[PATH_MAX])
{
    snprintf(out, PATH_MAX, "%s/%s", c->dir, name);
}

int container_load(const struct oci *o, const char *id, struct container *c, struct err *e)
{
    static const struct field fields[] = {
        {"ociVersion", F_KNOWN, 0},
        {"id", F_STRING | F_REQUIRED, offsetof(struct container, id)},
        {"pid", F_INT | F_REQUIRED, offsetof(struct container, pid)},
        {"startTime", F_UINT | F_REQUIRED, offsetof(struct container, start_time)},
        {"bundle", F_STRING | F_REQUIRED, offsetof(struct container, bundle)},
        {"rootfs", F_STRING | F_REQUIRED, offsetof(struct container, rootfs)},
        {"created", F_STRING | F_REQUIRED, offsetof(struct container, created)},
        {"cgroup", F_STRING | F_REQUIRED, offsetof(struct container, cgroup)}, FIELDS_END};
    char path[PATH_MAX];
    memset(c, 0, sizeof *c);
    if (container_check_id(id, e) < 0)
        return -1;
    if (asprintf(&c->dir, "%s/%s", o->root, id) < 0)
        return err_set(e, ENOMEM, "find", id, "out of memory");
    container_file(c, "state.json", path);
    if (access(path, F_OK) < 0 && errno == ENOENT)
        return err_set(e, ENOENT, "find", id, "container \"%s\" does not exist", id);
    if (json_parse_file(path, &c->doc, e) < 0
        || decode(c->doc, json_root(c->doc), fields, true, c, e) < 0)
        return -1;
    return cgroups_find(&c->cgroups, e);
}

void container_free(struct container *c)
{
    json_free(c->doc);
    free(c->dir);
}

static bool is_alive(const struct container *c)
{
    char path[32], text[512];
    uint64_t started = process_start_time((pid_t)c->pid);
    if (!started || started != c->start_time)
        return false;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)c->pid);
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (n <= 0)
        return false;
    text[n] = 0;
    char *end = strrchr(text, ')');
    return end && end[1] && end[2] != 'Z' && end[2] != 'X';
}

enum oci_status container_status(const struct container *c)
{
    char path[PATH_MAX];
    container_file(c, "started", path);
    if (!is_alive(c))
        return OCI_STOPPED;
    if (access(path, F_OK) < 0)
        return OCI_CREATED;
    return cgroup_is_frozen(&c->cgroups, c->cgroup) ? OCI_PAUSED : OCI_RUNNING;
}

const char *status_name(enum oci_status status)
{
    static const char *const names[] = {"created", "running", "paused", "stopped"};
    return names[status];
}

int container_save(const struct container *c, struct err *e)
{
    char path[PATH_MAX];
    cleanup_buf struct buf b = {0};
    const char *const texts[][2] = {{"id", c->id}, {"bundle", c->bundle}, {"rootfs", c->rootfs},
                                    {"created", c->created}, {"cgroup", c->cgroup}};
    buf_printf(&b, "{\"ociVersion\": \"" OCI_VERSION "\", \"pid\": %d, \"startTime\": %llu",
               (int)c->pid, (unsigned long long)c->start_time);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_printf(&b, ", \"%s\": ", texts[i][0]);
        buf_json_string(&b, texts[i][1]);
    }
    buf_text(&b, "}\n");
    container_file(c, "state.json", path);
    return fd_replace_file(path, 0600, b.data, buf_len(&b), false, e);
}

int container_config(const struct container *c, struct config *config, struct err *e)
{
    char path[PATH_MAX];
    container_file(c, "config.json", path);
    return config_load(path, c->bundle, config, e);
}

int container_mark_started(const struct container *c, struct err *e)
{
    char path[PATH_MAX];
    container_file(c, "started", path);
    return fd_replace_file(path, 0600, "", 0, false, e);
}
