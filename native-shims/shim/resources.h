/* linux.resources of the OCI specification, decoded and validated. */
#ifndef JOCKER_RESOURCES_H
#define JOCKER_RESOURCES_H

#include "../common/decode.h"
#include "cgroup.h"

struct device_rule {
    bool allow;
    char type;            /* 'a', 'c', 'b' */
    int64_t major, minor; /* -1: any */
    unsigned access;      /* ACCESS_* bits */
};
#define ACCESS_MKNOD 1u /* the numbers of BPF_DEVCG_ACC_* */
#define ACCESS_READ 2u
#define ACCESS_WRITE 4u

struct throttle { uint64_t major, minor, rate; };
struct throttles { struct throttle *v; size_t n; };
struct huge_limit { const char *page_size; uint64_t limit; };

enum { READ_BPS, WRITE_BPS, READ_IOPS, WRITE_IOPS, THROTTLE_KINDS };

struct resources {
    struct opt_int mem_limit, mem_reservation, mem_swap;
    struct opt_uint swappiness;
    struct opt_bool oom_kill_disable;
    bool check_before; /* a limit of memory below what is used is refused */
    struct opt_uint shares, period, burst, rt_period;
    struct opt_int quota, rt_runtime, idle;
    const char *cpus, *mems;
    struct opt_int pids;
    struct opt_uint weight, leaf_weight;
    struct throttles throttle[THROTTLE_KINDS], weights;
    struct huge_limit *huge;
    size_t huge_len;
    struct device_rule *devices;
    size_t devices_len;
    const struct json *unified;
};

int resources_decode(struct json_doc *doc, const struct json *node, struct resources *out,
                     struct err *e);

/* Where values are written. */
struct cgroup_target {
    const struct cgroups *all;
    const char *path;
    struct undo *undo; /* NULL: what was before does not matter */
};

/* What files held before they were written, for an update that fails half-way. */
struct undo {
    struct undo_entry { char *path, *value; } *v;
    size_t n;
};
/* value is going to be written to path. */
void undo_note(struct undo *u, const char *path, const char *value);
/* The last change first. */
void undo_all(struct undo *u);
void undo_free(struct undo *u);
#define cleanup_undo __attribute__((cleanup(undo_free)))

/* Writes value to file in the hierarchy that has the controller; the error names both. */
int resources_put(const struct cgroup_target *t, const char *controller, const char *file,
                  struct err *e, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* What the file holds now, "" if there is none. */
void resources_get(const struct cgroup_target *t, const char *controller, const char *file,
                   char out[256]);
/* The first of two names that is there, else the second. */
const char *resources_file(const struct cgroup_target *t, const char *controller,
                           const char *preferred, const char *other);

int resources_apply_v1(const struct cgroup_target *t, const struct resources *r, struct err *e);
int resources_apply_v2(const struct cgroup_target *t, const struct resources *r, struct err *e);

/* "c 1:3 rwm" as devices.allow takes it. */
void device_rule_format(const struct device_rule *r, char *out, size_t size);
/* A device program for the version 2 directory. */
int devices_attach_bpf(int cgroup, const struct device_rule *rules, size_t n, struct err *e);

/* Conversions as runc makes them. Shares 2..262144 to weight 1..10000; 0 stays 0. */
uint64_t cpu_weight_of_shares(uint64_t shares);
/* Version 1's memory+swap to version 2's swap alone: -1 unlimited. False when swap is below
 * memory, or given without it. */
bool swap_of_memsw(int64_t limit, int64_t memsw, int64_t *swap);
/* blkio's 10..1000 to io.weight's 1..10000. */
uint64_t io_weight_of_blkio(uint64_t weight);

#endif
