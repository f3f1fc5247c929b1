/*
 * The control group hierarchies of this machine, as mounted beneath /sys/fs/cgroup: version 1
 * (each hierarchy a directory), version 2 (the directory itself), or hybrid (version 1 and an
 * `unified` version 2 tree, which serves for killing and counting only).
 */
#ifndef JOCKER_CGROUPS_H
#define JOCKER_CGROUPS_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

#define CGROUP_MOUNT "/sys/fs/cgroup"
#define CGROUPS_MAX 16

struct cgroup_hierarchy {
    char dir[80];     /* directory's name beneath CGROUP_MOUNT; "" for pure version 2 */
    char options[80]; /* what to mount it with: "cpu,cpuacct" or "none,name=systemd" */
    bool v2;
};

struct cgroups {
    bool pure_v2;
    size_t n;
    struct cgroup_hierarchy h[CGROUPS_MAX];
};

/* Fails when nothing is mounted at CGROUP_MOUNT. */
int cgroups_find(struct cgroups *out, struct err *e);

/* The version 1 hierarchy that has this controller, or NULL. */
const struct cgroup_hierarchy *cgroups_controller(const struct cgroups *all, const char *name);

/* The version 2 tree (pure or hybrid), or NULL. */
const struct cgroup_hierarchy *cgroups_unified(const struct cgroups *all);

#endif
