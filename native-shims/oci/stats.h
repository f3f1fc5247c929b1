/* What control groups have counted, as runc's `events` prints it. */
#ifndef JOCKER_OCI_STATS_H
#define JOCKER_OCI_STATS_H

#include "oci.h"

/* Appends one line. */
void stats_render(const struct container *c, struct buf *b);

#endif
