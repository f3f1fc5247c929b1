#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../common/fd.h"
#include "cgroup.h"

/* A process in an uninterruptible call is not frozen before that returns. */
#define FREEZE_MS 2000

struct freezer {
    char dir[PATH_MAX];
    const char *file, *state_file, *freeze, *thaw, *frozen, *thawed;
};

static int find(const struct cgroups *all, const char *path, struct freezer *f, struct err *e)
{
    static const struct freezer v1 = {"", "freezer.state", "freezer.state", "FROZEN", "THAWED",
                                      "FROZEN", "THAWED"};
    static const struct freezer v2 = {"", "cgroup.freeze", "cgroup.events", "1", "0", "frozen 1",
                                      "frozen 0"};
    const struct cgroup_hierarchy *h = cgroups_controller(all, "freezer");
    *f = h ? v1 : v2;
    if (!h)
        h = cgroups_unified(all);
    if (!h || !path[0])
        return err_set(e, ENOTSUP, "freeze", path, h ? "the container has no control group"
                                                     : "this machine has no freezer");
    cgroup_dir(h, path, f->dir, sizeof f->dir);
    return 0;
}

static bool has_state(const struct freezer *f, const char *wanted)
{
    char name[PATH_MAX + 32], text[256];
    snprintf(name, sizeof name, "%s/%s", f->dir, f->state_file);
    cleanup_fd int fd = open(name, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (n <= 0)
        return false;
    text[n] = 0;
    return strstr(text, wanted) != NULL;
}

static bool wait_state(const struct freezer *f, const char *wanted)
{
    struct timespec pause = {0, 20000};
    struct timespec begin, now;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (;;) {
        if (has_state(f, wanted))
            return true;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if ((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1000000
            >= FREEZE_MS)
            return false;
        nanosleep(&pause, NULL);
        if (pause.tv_nsec < 10000000)
            pause.tv_nsec *= 2;
    }
}

int cgroup_freeze(const struct cgroups *all, const char *path, struct err *e)
{
    struct freezer f;
    struct err ignored;
    if (find(all, path, &f, e) < 0 || cgroup_put(f.dir, f.file, f.freeze, e) < 0)
        return -1;
    if (wait_state(&f, f.frozen))
        return 0;
    cgroup_put(f.dir, f.file, f.thaw, &ignored);
    return err_set(e, ETIMEDOUT, "freeze", path,
                   "the container's processes could not be frozen within %d s", FREEZE_MS / 1000);
}

int cgroup_thaw(const struct cgroups *all, const char *path, struct err *e)
{
    struct freezer f;
    if (find(all, path, &f, e) < 0 || cgroup_put(f.dir, f.file, f.thaw, e) < 0)
        return -1;
    if (wait_state(&f, f.thawed))
        return 0;
    return err_set(e, ETIMEDOUT, "thaw", path, "the container's processes stay frozen");
}

bool cgroup_is_frozen(const struct cgroups *all, const char *path)
{
    struct freezer f;
    struct err ignored;
    return find(all, path, &f, &ignored) == 0 && has_state(&f, f.frozen);
}
