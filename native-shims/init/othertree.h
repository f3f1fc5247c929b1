#ifndef JOCKER_OTHERTREE_H
#define JOCKER_OTHERTREE_H

#include "../common/err.h"

/*
 * open_tree(2) of a path that may lie in another process's mount namespace: /proc/<pid>/root/PATH. The kernel
 * clones only what is mounted in the caller's own namespace, so this process, which must have one thread, goes over
 * and comes back. Descriptor, or -1.
 */
int othertree_open(const char *path, unsigned flags, struct err *e);

#endif
