/*
 * linux.seccomp of the OCI specification → a classic BPF program, compiled with libseccomp.
 *
 * The generated program gets a prologue of our own, because libseccomp 2.5.4 does not know the
 * newest calls: calls of our table that the profile allows without conditions are decided by
 * number, and every number above the highest that we know answers ENOSYS on every ABI, so that
 * C libraries fall back instead of failing with EPERM.
 */
#ifndef JOCKER_SECCOMP_H
#define JOCKER_SECCOMP_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../common/err.h"
#include "../common/json.h"

struct seccomp_program {
    struct sock_filter *code; /* NULL: no filter; malloc'ed */
    size_t len;
    unsigned flags; /* SECCOMP_FILTER_FLAG_* */
};

/* Compiles a profile. code is malloc'ed. */
int filter_compile(struct json_doc *doc, const struct json *profile,
                    struct seccomp_program *out, struct err *e);

/* Reads the cached program, or compiles and caches it. cache may be NULL. */
int filter_cached(const char *cache, struct json_doc *doc, const struct json *profile,
                   struct seccomp_program *out, struct err *e);

/* Loads it for this thread and its descendants; nothing if there is none. */
int filter_load(const struct seccomp_program *p, struct err *e);

/* seccomp_names.c: calls newer than libseccomp 2.5.4. They have one number on all of x86,
 * x86_64 (x32 adds its bit), arm and aarch64. -1: not in the table. */
int filter_new_syscall(const char *name);
#define SECCOMP_HIGHEST_KNOWN 469

/* seccomp_prologue.c */
struct seccomp_extra { int nr; uint32_t action; };
/* Puts the prologue before out->code. arches: AUDIT_ARCH_ values of the profile. */
int filter_prologue(struct seccomp_program *out, const uint32_t *arches, size_t arches_len,
                     const struct seccomp_extra *extra, size_t extra_len, bool enosys,
                     struct err *e);

#endif
