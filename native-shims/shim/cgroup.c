#define _GNU_SOURCE
#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "../common/fd.h"

void cgroup_dir(const struct cgroup_hierarchy *h, const char *path, char *out, size_t size)
{
    snprintf(out, size, CGROUP_MOUNT "%s%s%s", h->dir[0] ? "/" : "", h->dir, path);
}

int cgroup_put(const char *dir, const char *file, const char *value, struct err *e)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", dir, file);
    if (fd_put(AT_FDCWD, path, value) == 0)
        return 0;
    err_sys(e, "write", path);
    return err_context(e, "set %s to %s", file, value);
}

int cgroup_check_path(const char *path, struct err *e)
{
    size_t parts = 0, n = strlen(path);
    if (!n)
        return 0;
    bool bad = path[0] != '/' || n > 250 || path[n - 1] == '/' || strchr(path, '\n');
    for (const char *p = path; *p && !bad; p++) {
        if (*p != '/')
            continue;
        parts++;
        bad = p[1] == '/' || strncmp(p, "/../", 4) == 0 || strcmp(p, "/..") == 0
              || strncmp(p, "/./", 3) == 0 || strcmp(p, "/.") == 0;
    }
    if (bad || parts < 2)
        return err_set(e, EINVAL, "create cgroup", path, "cgroupsPath %s is not usable", path);
    return 0;
}

/* cpuset of version 1 refuses processes until cpus and mems are set; a child starts empty. */
static void copy_cpuset(const char *parent, const char *dir)
{
    static const char *const files[] = {"cpuset.cpus", "cpuset.mems"};
    for (int i = 0; i < 2; i++) {
        struct err ignored;
        char path[PATH_MAX + 32];
        cleanup_free char *own = NULL, *value = NULL;
        size_t len = 0;
        snprintf(path, sizeof path, "%s/%s", dir, files[i]);
        if (fd_read_file(AT_FDCWD, path, 65536, &own, &len, &ignored) < 0 || len > 1)
            continue;
        snprintf(path, sizeof path, "%s/%s", parent, files[i]);
        if (fd_read_file(AT_FDCWD, path, 65536, &value, &len, &ignored) == 0)
            cgroup_put(dir, files[i], value, &ignored);
    }
}

/* Version 2: a group's controllers are switched on in its parent. A controller that cannot be is
 * missed later, by name, if a limit needs it. */
static void enable_controllers(const char *parent)
{
    struct err ignored;
    char path[PATH_MAX], text[128];
    cleanup_free char *list = NULL;
    size_t len;
    snprintf(path, sizeof path, "%s/cgroup.controllers", parent);
    if (fd_read_file(AT_FDCWD, path, 65536, &list, &len, &ignored) < 0)
        return;
    for (char *save, *p = strtok_r(list, " \n", &save); p; p = strtok_r(NULL, " \n", &save)) {
        snprintf(text, sizeof text, "+%s", p);
        cgroup_put(parent, "cgroup.subtree_control", text, &ignored);
    }
}

static int create_in(const struct cgroup_hierarchy *h, const char *path, struct err *e)
{
    char dir[PATH_MAX], parent[PATH_MAX];
    bool cpuset = strstr(h->options, "cpuset") != NULL;
    cgroup_dir(h, "", parent, sizeof parent);
    size_t base = strlen(parent);
    cgroup_dir(h, path, dir, sizeof dir);
    for (char *p = dir + base + 1;; p++) {
        char c = *p;
        if (c && c != '/')
            continue;
        *p = 0;
        if (mkdir(dir, 0755) < 0 && errno != EEXIST)
            return err_sys(e, "create cgroup", dir);
        /* Also where it was there: another shim may have made it in this moment, and nothing more. */
        if (h->v2)
            enable_controllers(parent);
        if (cpuset)
            copy_cpuset(parent, dir);
        snprintf(parent, sizeof parent, "%s", dir);
        *p = c;
        if (!c)
            return 0;
    }
}

int cgroup_create(const struct cgroups *all, const char *path, struct err *e)
{
    if (!path[0])
        return 0;
    if (cgroup_check_path(path, e) < 0)
        return -1;
    for (size_t i = 0; i < all->n; i++)
        if (create_in(&all->h[i], path, e) < 0)
            return -1;
    return 0;
}

int cgroup_open_tasks(const struct cgroups *all, const char *path, int fds[CGROUPS_MAX],
                      struct err *e)
{
    char name[PATH_MAX];
    for (size_t i = 0; i < CGROUPS_MAX; i++)
        fds[i] = -1;
    for (size_t i = 0; path[0] && i < all->n; i++) {
        if (all->h[i].v2)
            continue;
        cgroup_dir(&all->h[i], path, name, sizeof name - 16);
        strcat(name, "/tasks");
        fds[i] = open(name, O_WRONLY | O_CLOEXEC);
        if (fds[i] < 0)
            return err_sys(e, "open", name);
    }
    return 0;
}

int cgroup_open_unified(const struct cgroups *all, const char *path)
{
    char dir[PATH_MAX];
    const struct cgroup_hierarchy *h = cgroups_unified(all);
    if (!h || !path[0])
        return -1;
    cgroup_dir(h, path, dir, sizeof dir);
    return open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int cgroup_open_of(const struct cgroups *all, const char *path, pid_t pid)
{
    char dir[PATH_MAX], file[64];
    struct err ignored;
    size_t len, n = strlen(path);
    cleanup_free char *text = NULL;
    const struct cgroup_hierarchy *h = cgroups_unified(all);
    snprintf(file, sizeof file, "/proc/%d/cgroup", (int)pid);
    cleanup_fd int fd = h && n ? open(file, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0 || fd_read_all(fd, file, 1 << 20, &text, &len, &ignored) < 0)
        return -1;
    char *at = strncmp(text, "0::", 3) == 0 ? text : strstr(text, "\n0::");
    at = at ? strchr(at, '/') : NULL;
    if (!at || strncmp(at, path, n) != 0 || !strchr("/\n", at[n]))
        return -1;
    at[strcspn(at, "\n")] = 0;
    cgroup_dir(h, at, dir, sizeof dir);
    return open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* The hierarchy whose list of processes we go by. */
static const struct cgroup_hierarchy *leading(const struct cgroups *all)
{
    const struct cgroup_hierarchy *h = cgroups_unified(all);
    return h ? h : all->n ? &all->h[0] : NULL;
}

void cgroup_signal(const struct cgroups *all, const char *path, int sig)
{
    struct err ignored;
    char file[PATH_MAX];
    cleanup_free char *list = NULL;
    size_t len;
    const struct cgroup_hierarchy *h = leading(all);
    if (!h || !path[0])
        return;
    cgroup_dir(h, path, file, sizeof file - 16);
    strcat(file, "/cgroup.procs");
    cleanup_fd int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fd_read_all(fd, file, 1 << 20, &list, &len, &ignored) < 0)
        return;
    for (char *save, *p = strtok_r(list, "\n", &save); p; p = strtok_r(NULL, "\n", &save))
        if (atoi(p) > 1)
            kill((pid_t)atoi(p), sig);
}

void cgroup_kill(const struct cgroups *all, const char *path)
{
    struct err ignored;
    char dir[PATH_MAX];
    const struct cgroup_hierarchy *h = cgroups_unified(all);
    if (!path[0])
        return;
    if (h) {
        cgroup_dir(h, path, dir, sizeof dir);
        if (cgroup_put(dir, "cgroup.kill", "1", &ignored) == 0)
            return;
    }
    /* Frozen, nothing can fork away from the list; a frozen process dies when thawed. */
    const struct cgroup_hierarchy *freezer = cgroups_controller(all, "freezer");
    if (freezer) {
        cgroup_dir(freezer, path, dir, sizeof dir);
        cgroup_put(dir, "freezer.state", "FROZEN", &ignored);
    }
    cgroup_signal(all, path, SIGKILL);
    if (freezer)
        cgroup_put(dir, "freezer.state", "THAWED", &ignored);
}

static void pause_ms(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

/* Groups that the container made below its own go first. */
static int remove_tree(const char *dir)
{
    char child[PATH_MAX];
    struct dirent *entry;
    if (rmdir(dir) == 0 || errno == ENOENT)
        return 0;
    if (errno != EBUSY && errno != ENOTEMPTY)
        return -1;
    DIR *list = opendir(dir);
    while (list && (entry = readdir(list))) {
        if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
            continue;
        if (snprintf(child, sizeof child, "%s/%s", dir, entry->d_name) < (int)sizeof child)
            remove_tree(child);
    }
    if (list)
        closedir(list);
    return rmdir(dir) == 0 || errno == ENOENT ? 0 : -1;
}

void cgroup_remove(const struct cgroups *all, const char *path)
{
    char dir[PATH_MAX];
    if (!path[0])
        return;
    for (size_t i = 0; i < all->n; i++) {
        cgroup_dir(&all->h[i], path, dir, sizeof dir);
        /* A dying process leaves its group a little after it was reaped. */
        for (int tries = 0; remove_tree(dir) < 0 && errno == EBUSY && tries < 50; tries++) {
            if (tries == 5)
                cgroup_kill(all, path);
            pause_ms(tries < 5 ? 1 : 10);
        }
    }
}
