#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "../common/fd.h"
#include "../init/seccomp.h"
#include "check.h"

/* Runs a classic BPF program as the kernel would: the program is checked by what it decides. */
static uint32_t decide(const struct seccomp_program *p, uint32_t arch, uint32_t nr, uint64_t arg)
{
    struct seccomp_data data = {.nr = (int)nr, .arch = arch, .args = {arg, 0, 0, 0, 0, 0}};
    uint32_t a = 0, x = 0, mem[16] = {0};
    for (size_t pc = 0; pc < p->len; pc++) {
        const struct sock_filter *i = &p->code[pc];
        uint32_t k = i->k, other = BPF_SRC(i->code) == BPF_X ? x : k;
        switch (BPF_CLASS(i->code)) {
        case BPF_LD:
            if (BPF_MODE(i->code) == BPF_MEM)
                a = mem[k];
            else if (BPF_MODE(i->code) == BPF_IMM)
                a = k;
            else
                memcpy(&a, (char *)&data + k, 4);
            break;
        case BPF_ST:
            mem[k] = a;
            break;
        case BPF_ALU:
            if (BPF_OP(i->code) == BPF_AND)
                a &= other;
            break;
        case BPF_JMP: {
            int yes = BPF_OP(i->code) == BPF_JEQ ? a == other
                      : BPF_OP(i->code) == BPF_JGT ? a > other
                      : BPF_OP(i->code) == BPF_JGE ? a >= other : (a & other) != 0;
            pc += BPF_OP(i->code) == BPF_JA ? k : yes ? i->jt : i->jf;
            break;
        }
        case BPF_RET:
            return k;
        default:
            return 0xDEAD;
        }
    }
    return 0xDEAD;
}

static int compile(const char *text, struct seccomp_program *p, struct err *e)
{
    cleanup_json struct json_doc *doc = NULL;
    if (json_parse("t", text, strlen(text), &doc, e) < 0)
        return -1;
    return filter_compile(doc, json_root(doc), p, e);
}

#if defined __x86_64__
#define NATIVE AUDIT_ARCH_X86_64
#define ARCHES "[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X86\",\"SCMP_ARCH_X32\"]"
#else
#define NATIVE AUDIT_ARCH_AARCH64
#define ARCHES "[\"SCMP_ARCH_AARCH64\",\"SCMP_ARCH_ARM\"]"
#endif
#define DENY(n) (SECCOMP_RET_ERRNO | (n))

static void allow_list(void)
{
    struct err e;
    struct seccomp_program p;
    CHECK(compile("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"architectures\":" ARCHES ",\"syscalls\":["
                  "{\"names\":[\"read\",\"mseal\",\"nonsense\"],\"action\":\"SCMP_ACT_ALLOW\"},"
                  "{\"names\":[\"clone3\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":38},"
                  "{\"names\":[\"personality\"],\"action\":\"SCMP_ACT_ALLOW\",\"args\":["
                  "{\"index\":0,\"value\":8,\"op\":\"SCMP_CMP_EQ\"}]},"
                  "{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_ALLOW\",\"args\":["
                  "{\"index\":0,\"value\":4294967295,\"valueTwo\":2,\"op\":\"SCMP_CMP_MASKED_EQ\"}]}]}",
                  &p, &e) == 0);
    CHECK(decide(&p, NATIVE, SYS_read, 0) == SECCOMP_RET_ALLOW);
    CHECK(decide(&p, NATIVE, SYS_write, 0) == DENY(EPERM));
    CHECK(decide(&p, NATIVE, SYS_clone3, 0) == DENY(ENOSYS));
    CHECK(decide(&p, NATIVE, SYS_personality, 8) == SECCOMP_RET_ALLOW);
    CHECK(decide(&p, NATIVE, SYS_personality, 9) == DENY(EPERM));
    CHECK(decide(&p, NATIVE, SYS_socket, 2) == SECCOMP_RET_ALLOW);
    CHECK(decide(&p, NATIVE, SYS_socket, 0x100000002) == SECCOMP_RET_ALLOW);
    CHECK(decide(&p, NATIVE, SYS_socket, 38) == DENY(EPERM));
    CHECK(decide(&p, NATIVE, 462, 0) == SECCOMP_RET_ALLOW); /* mseal */
    CHECK(decide(&p, NATIVE, 461, 0) == DENY(EPERM));
    CHECK(decide(&p, NATIVE, SECCOMP_HIGHEST_KNOWN + 1, 0) == DENY(ENOSYS));
    CHECK(decide(&p, 0x1234, SYS_read, 0) == SECCOMP_RET_KILL_PROCESS);
#if defined __x86_64__
    CHECK(decide(&p, AUDIT_ARCH_I386, 3, 0) == SECCOMP_RET_ALLOW);
    CHECK(decide(&p, AUDIT_ARCH_I386, 4, 0) == DENY(EPERM));
    CHECK(decide(&p, AUDIT_ARCH_I386, 462, 0) == SECCOMP_RET_ALLOW);
    CHECK(decide(&p, AUDIT_ARCH_I386, 5000, 0) == DENY(ENOSYS));
    CHECK(decide(&p, NATIVE, 0x40000000, 0) == SECCOMP_RET_ALLOW); /* x32 read */
    CHECK(decide(&p, NATIVE, 0x40000001, 0) == DENY(EPERM));
#endif
    free(p.code);
}

static void deny_list(void)
{
    struct err e;
    struct seccomp_program p;
    CHECK(compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[\"SECCOMP_FILTER_FLAG_LOG\"],"
                  "\"syscalls\":[{\"names\":[\"mseal\",\"mkdirat\"],\"action\":\"SCMP_ACT_KILL_PROCESS\"},"
                  "{\"names\":[\"kill\"],\"action\":\"SCMP_ACT_TRAP\",\"args\":["
                  "{\"index\":0,\"value\":1,\"op\":\"SCMP_CMP_EQ\"},"
                  "{\"index\":0,\"value\":2,\"op\":\"SCMP_CMP_EQ\"}]}]}", &p, &e) == 0);
    CHECK(p.flags == SECCOMP_FILTER_FLAG_LOG);
    CHECK(decide(&p, NATIVE, 462, 0) == SECCOMP_RET_KILL_PROCESS);
    CHECK(decide(&p, NATIVE, SYS_mkdirat, 0) == SECCOMP_RET_KILL_PROCESS);
    CHECK(decide(&p, NATIVE, 9999, 0) == SECCOMP_RET_ALLOW);
    CHECK(decide(&p, NATIVE, SYS_kill, 1) == SECCOMP_RET_TRAP);
    CHECK(decide(&p, NATIVE, SYS_kill, 2) == SECCOMP_RET_TRAP);
    CHECK(decide(&p, NATIVE, SYS_kill, 3) == SECCOMP_RET_ALLOW);
    free(p.code);
}

static void refusals(void)
{
    static const char *const bad[] = {
        "{}", "{\"defaultAction\":\"SCMP_ACT_NOTIFY\"}", "{\"defaultAction\":\"x\"}",
        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"architectures\":[\"SCMP_ARCH_Z80\"]}",
        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[\"x\"]}",
        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"listenerPath\":\"/x\"}",
        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"x\"}]}",
        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],"
        "\"action\":\"SCMP_ACT_TRAP\",\"args\":[{\"index\":9,\"value\":1,\"op\":\"SCMP_CMP_EQ\"}]}]}",
        "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"mseal\"],"
        "\"action\":\"SCMP_ACT_TRAP\",\"args\":[{\"index\":0,\"value\":1,\"op\":\"SCMP_CMP_EQ\"}]}]}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err e;
        struct seccomp_program p = {0};
        CHECK(compile(bad[i], &p, &e) < 0);
        free(p.code);
    }
}

static void cache(void)
{
    static const char text[] = "{\"defaultAction\":\"SCMP_ACT_ERRNO\"}";
    char dir[] = "/tmp/jocker-seccomp.XXXXXX", command[96];
    struct err e;
    CHECK(mkdtemp(dir) != NULL);
    cleanup_json struct json_doc *doc = NULL;
    CHECK(json_parse("t", text, strlen(text), &doc, &e) == 0);
    struct seccomp_program a = {0}, b = {0}, c = {0};
    CHECK(filter_cached(dir, doc, json_root(doc), &a, &e) == 0);
    CHECK(filter_cached(dir, doc, json_root(doc), &b, &e) == 0);
    CHECK(a.len == b.len && memcmp(a.code, b.code, a.len * sizeof *a.code) == 0);
    /* A torn file is compiled anew. */
    snprintf(command, sizeof command, "for f in %s/*.bpf; do echo x >> $f; done", dir);
    CHECK(system(command) == 0);
    CHECK(filter_cached(dir, doc, json_root(doc), &c, &e) == 0 && c.len == a.len);
    free(b.code);
    CHECK(filter_cached("/nonexistent", doc, json_root(doc), &b, &e) == 0);
    free(a.code);
    free(b.code);
    free(c.code);
    snprintf(command, sizeof command, "rm -r %s", dir);
    CHECK(system(command) == 0);
}

int main(void)
{
    CHECK(filter_new_syscall("mseal") == 462 && filter_new_syscall("cachestat") == 451);
    CHECK(filter_new_syscall("read") == -1);
    allow_list();
    deny_list();
    refusals();
    cache();
    return checks_done();
}
