/*
 * Mount options of the OCI specification, sorted into what the kernel's calls take.
 */
#ifndef JOCKER_MOUNTOPTS_H
#define JOCKER_MOUNTOPTS_H

#include <stdbool.h>
#include <stdint.h>

#include "../common/decode.h"

#define MOUNT_DATA_MAX 64

struct mount_opts {
    bool bind, rbind;
    bool idmap, idmap_rec;       /* map ids, of the mount or of all below it as well */
    bool copyup;                 /* "tmpcopyup" */
    uint64_t set, clear;         /* MOUNT_ATTR_*, for the mount itself */
    uint64_t rec_set, rec_clear; /* for the mount and everything below it ("rro") */
    unsigned long propagation;   /* MS_SHARED… possibly with MS_REC; 0: not given */
    const char *data[MOUNT_DATA_MAX]; /* what is left goes to the file system: "mode=1777" */
    size_t data_len;
};

/* target is used in messages. Options that we know but cannot honour are refused by name. */
int mount_opts_parse(const struct strings *options, const char *target, struct mount_opts *out,
                     struct err *e);

/* The value of data option key ("mode"), or NULL. */
const char *mount_opts_value(const struct mount_opts *o, const char *key);

/* The names of all options, from 0 on; NULL behind the last. */
const char *mount_opts_name(size_t i);

#endif
