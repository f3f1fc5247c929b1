/* Capability names of <linux/capability.h>. */
#ifndef JOCKER_CAPNAMES_H
#define JOCKER_CAPNAMES_H

#define CAP_COUNT 41

/* "CAP_CHOWN" → 0; -1 for a name that no kernel knows. */
int cap_number(const char *name);

/* The name of 0..CAP_COUNT-1. */
const char *cap_name(int number);

#endif
