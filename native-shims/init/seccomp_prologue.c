#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "seccomp.h"

/* Numbers that have a meaning of their own beyond the common table: x32's bit, ARM's private
 * calls; above them also -1, a call that a tracer skipped. Left to the compiled program. */
#define X32_BIT 0x40000000u
#define ARM_PRIVATE 0x000F0000u
#define NEGATIVE 0x80000000u

struct writer {
    struct sock_filter *code;
    size_t len;
};

static void put(struct writer *w, uint16_t op, uint8_t yes, uint8_t no, uint32_t k)
{
    w->code[w->len++] = (struct sock_filter){op, yes, no, k};
}

/*
 * One block for each architecture, entered and left with the architecture in A:
 *
 *      jeq arch, +1
 *      ja  next block
 *      ld  nr
 *      jge private, +0, +1
 *      ja  end
 *      jeq n1, +0, +1;  ret action1  …
 *      jgt highest, +0, +1;  ret ENOSYS
 * end: ld  arch
 */
static void block(struct writer *w, uint32_t arch, const struct seccomp_extra *extra, size_t n,
                  bool enosys)
{
    uint32_t private = arch == AUDIT_ARCH_X86_64 ? X32_BIT
                       : arch == AUDIT_ARCH_ARM  ? ARM_PRIVATE
                                                 : NEGATIVE;
    put(w, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, arch);
    size_t other = w->len;
    put(w, BPF_JMP | BPF_JA, 0, 0, 0);
    put(w, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr));
    put(w, BPF_JMP | BPF_JGE | BPF_K, 0, 1, private);
    size_t end = w->len;
    put(w, BPF_JMP | BPF_JA, 0, 0, 0);
    for (size_t i = 0; i < n; i++) {
        put(w, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (uint32_t)extra[i].nr);
        put(w, BPF_RET | BPF_K, 0, 0, extra[i].action);
    }
    if (enosys) {
        put(w, BPF_JMP | BPF_JGT | BPF_K, 0, 1, SECCOMP_HIGHEST_KNOWN);
        put(w, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | ENOSYS);
    }
    w->code[end].k = (uint32_t)(w->len - end - 1);
    put(w, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, arch));
    w->code[other].k = (uint32_t)(w->len - other - 1);
}

int filter_prologue(struct seccomp_program *p, const uint32_t *arches, size_t arches_len,
                     const struct seccomp_extra *extra, size_t extra_len, bool enosys,
                     struct err *e)
{
    size_t room = 1 + arches_len * (2 * extra_len + 8) + p->len;
    struct writer w = {malloc(room * sizeof *w.code), 0};
    if (!w.code)
        return err_set(e, ENOMEM, "compile", "seccomp", "compile seccomp: out of memory");
    put(&w, BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, arch));
    for (size_t i = 0; i < arches_len; i++)
        block(&w, arches[i], extra, extra_len, enosys);
    memcpy(w.code + w.len, p->code, p->len * sizeof *w.code);
    free(p->code);
    p->code = w.code;
    p->len += w.len;
    return 0;
}
