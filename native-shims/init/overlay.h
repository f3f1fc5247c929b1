/* A detached overlay mount. */
#ifndef JOCKER_OVERLAY_H
#define JOCKER_OVERLAY_H

#include "config.h"

/* Mounts the overlay and attaches it at path. Returns an O_PATH handle of its root. */
int overlay_mount(const struct overlay *o, const char *path, struct err *e);

#endif
