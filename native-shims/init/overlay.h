/* A detached overlay mount. */
#ifndef JOCKER_OVERLAY_H
#define JOCKER_OVERLAY_H

#include "config.h"

/* Mounts the overlay and attaches it at path. Returns an O_PATH handle of its root. */
int overlay_mount(const struct overlay *o, const char *path, struct err *e);

/*
 * For a container with a new user namespace: the overlay as a detached mount, made outside of the
 * namespace (so that trusted.* attributes of the layers count), its layers id-mapped into it. In
 * the creator, who gets a mount namespace of its own. Needs kernel 5.19.
 */
int overlay_prepare_mapped(const struct overlay *o, struct config *c, struct err *e);

#endif
