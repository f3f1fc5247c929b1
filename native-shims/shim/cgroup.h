/*
 * A container's control group, in every hierarchy of this machine: version 1, hybrid or 2. path
 * is linux.cgroupsPath ("/jocker/<id>"), "" for none: then nothing is done. Nothing outside of
 * that path and its parents' controller switches is written.
 */
#ifndef JOCKER_CGROUP_H
#define JOCKER_CGROUP_H

#include <stdint.h>
#include <sys/types.h>

#include "../common/cgroups.h"
#include "../common/json.h"

/* Absolute, no "..", at most 255 bytes, at least two levels below the hierarchy's root. */
int cgroup_check_path(const char *path, struct err *e);

/* Makes the directories. An existing empty one is taken over. */
int cgroup_create(const struct cgroups *all, const char *path, struct err *e);

/* Writes linux.resources; NULL: nothing. */
int cgroup_apply(const struct cgroups *all, const char *path, struct json_doc *doc,
                 const struct json *resources, struct err *e);

/* Writes what is given of linux.resources to a group in use. Fails whole: the old values stay. */
int cgroup_update(const struct cgroups *all, const char *path, struct json_doc *doc,
                  const struct json *resources, struct err *e);

/* Stops every process in it; returns when they stand, or fails and lets them run. */
int cgroup_freeze(const struct cgroups *all, const char *path, struct err *e);
int cgroup_thaw(const struct cgroups *all, const char *path, struct err *e);
bool cgroup_is_frozen(const struct cgroups *all, const char *path);

/*
 * Descriptors of the version 1 groups' `tasks` files, -1 for the others. A single-threaded
 * process that writes "0" to one moves itself in, and only this way is quick: to move another
 * process or a thread group the kernel waits for an RCU grace period, some 10 ms here.
 */
int cgroup_open_tasks(const struct cgroups *all, const char *path, int fds[CGROUPS_MAX],
                      struct err *e);

/* A descriptor of the version 2 directory for CLONE_INTO_CGROUP, -1 if there is none. */
int cgroup_open_unified(const struct cgroups *all, const char *path);

/* The same of the group that a process is in, which must be path or beneath it; -1 if not. */
int cgroup_open_of(const struct cgroups *all, const char *path, pid_t pid);

/* Sends a signal to every process in it; SIGKILL also catches those that fork meanwhile. */
void cgroup_kill(const struct cgroups *all, const char *path);
void cgroup_signal(const struct cgroups *all, const char *path, int sig);

void cgroup_remove(const struct cgroups *all, const char *path);

/* Processes that were killed for want of memory so far. */
uint64_t cgroup_oom_kills(const struct cgroups *all, const char *path);
/* A descriptor that becomes ready (*events) when that may have changed, or -1. */
int cgroup_oom_open(const struct cgroups *all, const char *path, uint32_t *events);

/* Pieces shared by the files of this part. The directory's path in hierarchy h. */
void cgroup_dir(const struct cgroup_hierarchy *h, const char *path, char *out, size_t size);
/* Writes a value to dir/file; -1 with the error filled. */
int cgroup_put(const char *dir, const char *file, const char *value, struct err *e);

#endif
