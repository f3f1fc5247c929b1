/* The creation of a container, in a child of the shim that ends when it is done. */
#ifndef JOCKER_SPAWN_H
#define JOCKER_SPAWN_H

#include "../init/launch.h"
#include "shim.h"

/* Descriptors that the new process gets. */
struct spawn_ends {
    int report;   /* the child's end */
    int stdio[3];
};

/* Runs in the child; never returns. Reports to ends->report. creator.c */
void creator_run(const struct cgroups *cgroups, const struct spawn_ends *ends)
    __attribute__((noreturn));

/* namespaces.c: enters the namespaces that are joined by path, and unshares the time namespace;
 * returns the clone3 flags of the new ones in *flags. */
int namespaces_prepare(const struct config *c, uint64_t *flags, struct err *e);
/* Writes the id mappings of the new process. */
int namespaces_map(const struct config *c, pid_t pid, struct err *e);

#endif
