/* Mounts as descriptors: made detached, configured, then moved onto a handle. */
#ifndef JOCKER_NEWMOUNT_H
#define JOCKER_NEWMOUNT_H

#include "../common/err.h"
#include "mountopts.h"

/* A detached mount of a new file system. target is for messages only. Returns a descriptor. */
int newmount_fs(const char *type, const char *source, const struct mount_opts *o,
                const char *target, struct err *e);

/* Applies attributes and propagation to a detached (or our own) mount. default_propagation is
 * used when the options name none; 0 leaves it. */
int newmount_attr(int mount, const struct mount_opts *o, unsigned long default_propagation,
                  const char *target, struct err *e);

/* A detached clone of what the O_PATH handle names; recursive with everything mounted below. */
int newmount_clone(int handle, bool recursive, const char *name, struct err *e);

int newmount_attach(int mount, int target, const char *name, struct err *e);

/* The kernel's own words from an fs context, if it left any, put into the error's message. */
void newmount_explain(int fs, struct err *e);

#endif
