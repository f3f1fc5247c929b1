#define _GNU_SOURCE
#include "cgroups.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>

#include "fd.h"

#define MAGIC_V1 0x27e0eb
#define MAGIC_V2 0x63677270

static bool is_mounted(const char *dir, long magic)
{
    char path[128];
    struct statfs fs;
    snprintf(path, sizeof path, CGROUP_MOUNT "%s%s", dir[0] ? "/" : "", dir);
    return statfs(path, &fs) == 0 && fs.f_type == magic;
}

static void add(struct cgroups *all, const char *dir, const char *options, bool v2)
{
    if (all->n == CGROUPS_MAX)
        return;
    struct cgroup_hierarchy *h = &all->h[all->n++];
    snprintf(h->dir, sizeof h->dir, "%s", dir);
    snprintf(h->options, sizeof h->options, "%s", options);
    h->v2 = v2;
}

/* One line of /proc/self/cgroup: "4:memory:/path", "1:name=systemd:/", "0::/". */
static void add_line(struct cgroups *all, char *line)
{
    char options[80];
    char *controllers = strchr(line, ':');
    char *end = controllers ? strchr(controllers + 1, ':') : NULL;
    if (!end)
        return;
    *end = 0;
    controllers++;
    if (!*controllers) {
        if (is_mounted("unified", MAGIC_V2))
            add(all, "unified", "", true);
        return;
    }
    bool named = strncmp(controllers, "name=", 5) == 0;
    const char *dir = named ? controllers + 5 : controllers;
    snprintf(options, sizeof options, "%s%s", named ? "none," : "", controllers);
    if (strlen(controllers) < 60 && is_mounted(dir, MAGIC_V1))
        add(all, dir, options, false);
}

int cgroups_find(struct cgroups *all, struct err *e)
{
    cleanup_free char *text = NULL;
    size_t len;
    memset(all, 0, sizeof *all);
    if (is_mounted("", MAGIC_V2)) {
        all->pure_v2 = true;
        add(all, "", "", true);
        return 0;
    }
    cleanup_fd int fd = open("/proc/self/cgroup", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_sys(e, "open", "/proc/self/cgroup");
    if (fd_read_all(fd, "/proc/self/cgroup", 1 << 20, &text, &len, e) < 0)
        return -1;
    for (char *save, *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
        add_line(all, line);
    if (!all->n)
        return err_set(e, ENOENT, "open", CGROUP_MOUNT, "no control groups are mounted at %s",
                       CGROUP_MOUNT);
    return 0;
}

const struct cgroup_hierarchy *cgroups_controller(const struct cgroups *all, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = 0; i < all->n; i++) {
        if (all->h[i].v2)
            continue;
        for (const char *p = all->h[i].options; *p; p += strspn(p, ",")) {
            size_t n = strcspn(p, ",");
            if (n == len && memcmp(p, name, n) == 0)
                return &all->h[i];
            p += n;
        }
    }
    return NULL;
}

const struct cgroup_hierarchy *cgroups_unified(const struct cgroups *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->h[i].v2)
            return &all->h[i];
    return NULL;
}
