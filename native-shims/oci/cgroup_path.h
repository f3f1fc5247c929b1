/* Where a container's control groups are. */
#ifndef JOCKER_OCI_CGROUP_PATH_H
#define JOCKER_OCI_CGROUP_PATH_H

#include "oci.h"

/*
 * wanted is linux.cgroupsPath or NULL: an absolute path is taken as it is, a relative one and none
 * at all are beneath /jocker-oci. With --systemd-cgroup it is "slice:prefix:name", and the group
 * gets the place that systemd would give it; systemd itself is not asked.
 */
int cgroup_path_choose(const struct oci *o, const char *wanted, const char *id, char out[256],
                       struct err *e);

#endif
