/* The creation of a container, in a child of the shim that ends when it is done. */
#ifndef JOCKER_SPAWN_H
#define JOCKER_SPAWN_H

#include "../init/launch.h"
#include "shim.h"

/* What the new process gets. */
struct spawn_ends {
    int report;   /* the child's end */
    int stdio[3];
    /* as an OCI runtime; a shim's container has a NULL bundle, and its files in "." */
    const char *bundle, *config_path;
    struct shim_conf *conf;
    const char *cgroup; /* "" for none */
    int start_listener;
    unsigned preserved;
    bool no_pivot;
};

/* Runs in the child; never returns. Reports to ends->report. creator.c */
void creator_run(const struct cgroups *cgroups, const struct spawn_ends *ends)
    __attribute__((noreturn));

/* clone.c: what the creators of init and of other processes share. */
typedef void launch_fn(struct launch *l);
void creator_oom_score(struct launch *l);
/* The new process runs `run` with l->gate set. cgroup: where version 2 puts it, or -1. */
pid_t creator_clone(struct launch *l, uint64_t flags, int cgroup, int gate[2], launch_fn *run,
                    struct err *e);
/* The new process may go on. */
int creator_open_gate(const int gate[2], struct err *e);

/* namespaces.c: enters the namespaces that are joined by path, and unshares the time namespace;
 * returns the clone3 flags of the new ones in *flags. */
int namespaces_prepare(const struct config *c, uint64_t *flags, struct err *e);
/* Writes the id mappings of the new process. */
int namespaces_map(const struct config *c, pid_t pid, struct err *e);
/* Enters the namespaces of a container's init, all but the cgroup namespace: that is for the new
 * process itself, once its groups hold it. */
int namespaces_join(const struct config *c, pid_t pid, int pidfd, struct err *e);

#endif
