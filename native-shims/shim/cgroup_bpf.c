#define _GNU_SOURCE
#include <errno.h>
#include <linux/bpf.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../common/fd.h"
#include "resources.h"

/* Longest rule: type, access (3), major, minor, return (2). */
#define PER_RULE 9

struct writer {
    struct bpf_insn *code;
    size_t n;
};

static void put(struct writer *w, uint8_t op, uint8_t dst, uint8_t src, int16_t off, int32_t imm)
{
    w->code[w->n++] = (struct bpf_insn){op, (unsigned char)(dst & 15), (unsigned char)(src & 15),
                                        off, imm};
}

/* r2 type, r3 access, r4 major, r5 minor. Jumps to the next rule are patched at the end. */
static void put_rule(struct writer *w, const struct device_rule *r)
{
    size_t jumps[4], n = 0;
    if (r->type != 'a') {
        jumps[n++] = w->n;
        put(w, BPF_JMP | BPF_JNE | BPF_K, 2, 0, 0,
            r->type == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR);
    }
    if (r->access != 7) {
        put(w, BPF_ALU | BPF_MOV | BPF_X, 1, 3, 0, 0);
        put(w, BPF_ALU | BPF_AND | BPF_K, 1, 0, 0, (int32_t)r->access);
        jumps[n++] = w->n;
        /* An allowing rule must cover all that is asked, a denying one only touch it. */
        if (r->allow)
            put(w, BPF_JMP | BPF_JNE | BPF_X, 1, 3, 0, 0);
        else
            put(w, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 0, 0);
    }
    if (r->major >= 0) {
        jumps[n++] = w->n;
        put(w, BPF_JMP | BPF_JNE | BPF_K, 4, 0, 0, (int32_t)r->major);
    }
    if (r->minor >= 0) {
        jumps[n++] = w->n;
        put(w, BPF_JMP | BPF_JNE | BPF_K, 5, 0, 0, (int32_t)r->minor);
    }
    put(w, BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, r->allow);
    put(w, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
    for (size_t i = 0; i < n; i++)
        w->code[jumps[i]].off = (int16_t)(w->n - jumps[i] - 1);
}

static bool matches_all(const struct device_rule *r)
{
    return r->type == 'a' && r->access == 7 && r->major < 0 && r->minor < 0;
}

/* The last rule that matches decides; what matches none is denied. */
static void build(struct writer *w, const struct device_rule *rules, size_t n)
{
    put(w, BPF_LDX | BPF_MEM | BPF_W, 2, 1, offsetof(struct bpf_cgroup_dev_ctx, access_type), 0);
    put(w, BPF_ALU | BPF_MOV | BPF_X, 3, 2, 0, 0);
    put(w, BPF_ALU | BPF_AND | BPF_K, 2, 0, 0, 0xFFFF);
    put(w, BPF_ALU | BPF_RSH | BPF_K, 3, 0, 0, 16);
    put(w, BPF_LDX | BPF_MEM | BPF_W, 4, 1, offsetof(struct bpf_cgroup_dev_ctx, major), 0);
    put(w, BPF_LDX | BPF_MEM | BPF_W, 5, 1, offsetof(struct bpf_cgroup_dev_ctx, minor), 0);
    for (size_t i = n; i > 0; i--) {
        put_rule(w, &rules[i - 1]);
        if (matches_all(&rules[i - 1]))
            return; /* nothing behind it can be reached, which the kernel refuses */
    }
    put(w, BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0);
    put(w, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

int devices_attach_bpf(int cgroup, const struct device_rule *rules, size_t n, struct err *e)
{
    struct writer w = {malloc((8 + n * PER_RULE) * sizeof *w.code), 0};
    cleanup_free struct bpf_insn *owned = w.code;
    union bpf_attr attr;
    if (!owned)
        return err_set(e, ENOMEM, "load", "device filter", "load device filter: out of memory");
    build(&w, rules, n);
    memset(&attr, 0, sizeof attr);
    attr.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
    attr.insns = (uintptr_t)w.code;
    attr.insn_cnt = (uint32_t)w.n;
    attr.license = (uintptr_t) "Apache-2.0";
    cleanup_fd int program = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof attr);
    if (program < 0)
        return err_sys(e, "load", "device filter");
    memset(&attr, 0, sizeof attr);
    attr.target_fd = (uint32_t)cgroup;
    attr.attach_bpf_fd = (uint32_t)program;
    attr.attach_type = BPF_CGROUP_DEVICE;
    attr.attach_flags = BPF_F_ALLOW_MULTI;
    if (syscall(SYS_bpf, BPF_PROG_ATTACH, &attr, sizeof attr) < 0)
        return err_sys(e, "attach", "device filter");
    return 0;
}
