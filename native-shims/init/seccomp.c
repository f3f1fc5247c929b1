#define _GNU_SOURCE
#include "seccomp.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "../common/decode.h"
#include "../common/fd.h"
#include "../common/sys.h"

struct profile {
    struct json_doc *doc;
    scmp_filter_ctx ctx;
    uint32_t default_action;
    uint32_t arches[16];
    size_t arches_len;
    struct seccomp_extra extra[64];
    size_t extra_len;
};

static void release(scmp_filter_ctx *ctx)
{
    if (*ctx)
        seccomp_release(*ctx);
}

static int parse_action(struct profile *p, const struct json *node, const char *name,
                        struct opt_uint errno_ret, uint32_t *out, struct err *e)
{
    static const char *const names[] = {"SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS",
        "SCMP_ACT_KILL_THREAD", "SCMP_ACT_TRAP", "SCMP_ACT_ERRNO", "SCMP_ACT_TRACE",
        "SCMP_ACT_ALLOW", "SCMP_ACT_LOG", NULL};
    uint32_t value = errno_ret.set ? (uint32_t)errno_ret.v : EPERM;
    const uint32_t actions[] = {SCMP_ACT_KILL_THREAD, SCMP_ACT_KILL_PROCESS, SCMP_ACT_KILL_THREAD,
                                SCMP_ACT_TRAP, SCMP_ACT_ERRNO(value), SCMP_ACT_TRACE(value),
                                SCMP_ACT_ALLOW, SCMP_ACT_LOG};
    int i = decode_name(names, name);
    if (i < 0)
        return json_error(e, p->doc, node, "unknown or unsupported action %s", name);
    if (errno_ret.v > 0xFFF)
        return json_error(e, p->doc, node, "errnoRet is too large");
    *out = actions[i];
    return 0;
}

static int parse_arg(struct profile *p, const struct json *node, struct scmp_arg_cmp *out,
                     struct err *e)
{
    static const char *const names[] = {"SCMP_CMP_NE", "SCMP_CMP_LT", "SCMP_CMP_LE",
        "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_MASKED_EQ", NULL};
    static const enum scmp_compare ops[] = {SCMP_CMP_NE, SCMP_CMP_LT, SCMP_CMP_LE, SCMP_CMP_EQ,
                                            SCMP_CMP_GE, SCMP_CMP_GT, SCMP_CMP_MASKED_EQ};
    struct arg { uint64_t index, value, two; const char *op; } a = {0};
    static const struct field fields[] = {
        {"index", F_UINT | F_REQUIRED, offsetof(struct arg, index)},
        {"value", F_UINT | F_REQUIRED, offsetof(struct arg, value)},
        {"valueTwo", F_UINT, offsetof(struct arg, two)},
        {"op", F_STRING | F_REQUIRED, offsetof(struct arg, op)},
        FIELDS_END};
    if (decode(p->doc, node, fields, false, &a, e) < 0)
        return -1;
    int op = decode_name(names, a.op);
    if (op < 0 || a.index > 5)
        return json_error(e, p->doc, node, "not a usable condition");
    *out = (struct scmp_arg_cmp){(unsigned)a.index, ops[op], a.value, a.two};
    return 0;
}

/* Two conditions on the same argument cannot stand in one rule of libseccomp; runc then makes
 * every condition a rule of its own, and profiles rely on it. */
static bool has_repeated_index(const struct scmp_arg_cmp *args, size_t n)
{
    unsigned seen = 0;
    for (size_t i = 0; i < n; i++) {
        if (seen >> args[i].arg & 1)
            return true;
        seen |= 1u << args[i].arg;
    }
    return false;
}

static int add_rules(struct profile *p, int nr, uint32_t action, const struct scmp_arg_cmp *args,
                     size_t n)
{
    if (!has_repeated_index(args, n))
        return seccomp_rule_add_array(p->ctx, action, nr, (unsigned)n, args);
    for (size_t i = 0; i < n; i++) {
        int rc = seccomp_rule_add_array(p->ctx, action, nr, 1, &args[i]);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static int add_name(struct profile *p, const struct json *node, const char *name,
                    uint32_t action, const struct scmp_arg_cmp *args, size_t n, struct err *e)
{
    int nr = seccomp_syscall_resolve_name(name);
    if (nr == __NR_SCMP_ERROR) {
        nr = filter_new_syscall(name);
        if (nr < 0)
            return 0; /* no such call anywhere */
        if (n && p->default_action == SCMP_ACT_ALLOW)
            return json_error(e, p->doc, node, "conditions on %s are not supported", name);
        if (!n && p->extra_len < sizeof p->extra / sizeof *p->extra)
            p->extra[p->extra_len++] = (struct seccomp_extra){nr, action};
        return 0;
    }
    int rc = add_rules(p, nr, action, args, n);
    if (rc < 0)
        return json_error(e, p->doc, node, "rule for %s: %s", name, err_text(-rc));
    return 0;
}

static int add_entry(struct profile *p, const struct json *node, struct err *e)
{
    struct entry { struct strings names; const char *action; struct opt_uint errno_ret;
                   const struct json *args; } s = {0};
    static const struct field fields[] = {
        {"names", F_STRINGS | F_REQUIRED, offsetof(struct entry, names)},
        {"action", F_STRING | F_REQUIRED, offsetof(struct entry, action)},
        {"errnoRet", F_OPT_UINT, offsetof(struct entry, errno_ret)},
        {"args", F_ARRAY, offsetof(struct entry, args)},
        FIELDS_END};
    struct scmp_arg_cmp args[12];
    uint32_t action;
    size_t n = 0;
    if (decode(p->doc, node, fields, false, &s, e) < 0
        || parse_action(p, node, s.action, s.errno_ret, &action, e) < 0)
        return -1;
    for (const struct json *a = s.args ? s.args->first : NULL; a; a = a->next) {
        if (n == sizeof args / sizeof *args)
            return json_error(e, p->doc, a, "too many conditions");
        if (parse_arg(p, a, &args[n++], e) < 0)
            return -1;
    }
    if (action == p->default_action)
        return 0;
    for (size_t i = 0; i < s.names.n; i++)
        if (add_name(p, node, s.names.v[i], action, args, n, e) < 0)
            return -1;
    return 0;
}

static int add_arches(struct profile *p, const struct json *node, const struct strings *names,
                      struct err *e)
{
    p->arches[p->arches_len++] = seccomp_arch_native();
    for (size_t i = 0; i < names->n; i++) {
        char name[32] = "";
        if (strncmp(names->v[i], "SCMP_ARCH_", 10) == 0)
            for (size_t j = 0; j + 1 < sizeof name && names->v[i][10 + j]; j++)
                name[j] = (char)(names->v[i][10 + j] | (names->v[i][10 + j] == '_' ? 0 : 0x20));
        uint32_t arch = seccomp_arch_resolve_name(name);
        if (!arch)
            return json_error(e, p->doc, node, "unknown architecture %s", names->v[i]);
        int rc = seccomp_arch_add(p->ctx, arch);
        if (rc == -EEXIST)
            continue;
        if (rc < 0)
            return json_error(e, p->doc, node, "architecture %s: %s", names->v[i], err_text(-rc));
        /* x32 is no architecture to the kernel but a bit in x86_64's numbers. */
        if (arch != SCMP_ARCH_X32 && p->arches_len < sizeof p->arches / sizeof *p->arches)
            p->arches[p->arches_len++] = arch;
    }
    return 0;
}

static int parse_flags(struct profile *p, const struct json *node, const struct strings *names,
                       unsigned *out, struct err *e)
{
    static const char *const known[] = {"SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG",
                                        "SECCOMP_FILTER_FLAG_SPEC_ALLOW", NULL};
    static const unsigned values[] = {0 /* one thread */, SECCOMP_FILTER_FLAG_LOG,
                                      SECCOMP_FILTER_FLAG_SPEC_ALLOW};
    for (size_t i = 0; i < names->n; i++) {
        int f = decode_name(known, names->v[i]);
        if (f < 0)
            return json_error(e, p->doc, node, "unknown or unsupported flag %s", names->v[i]);
        *out |= values[f];
    }
    return 0;
}

static int export_program(struct profile *p, struct seccomp_program *out, struct err *e)
{
    size_t len;
    cleanup_fd int fd = memfd_create("seccomp", MFD_CLOEXEC);
    if (fd < 0)
        return err_sys(e, "create", "memfd");
    int rc = seccomp_export_bpf(p->ctx, fd);
    if (rc < 0 || lseek(fd, 0, SEEK_SET) < 0)
        return err_set(e, rc < 0 ? -rc : errno, "compile", "seccomp", "compile seccomp: %s",
                       err_text(rc < 0 ? -rc : errno));
    if (fd_read_all(fd, "seccomp", 1 << 20, (char **)&out->code, &len, e) < 0)
        return -1;
    out->len = len / sizeof *out->code;
    return 0;
}

int filter_compile(struct json_doc *doc, const struct json *node, struct seccomp_program *out,
                    struct err *e)
{
    struct top { const char *action, *listener; struct opt_uint errno_ret;
                 struct strings flags, arches; const struct json *syscalls; } t = {0};
    static const struct field fields[] = {
        {"defaultAction", F_STRING | F_REQUIRED, offsetof(struct top, action)},
        {"defaultErrnoRet", F_OPT_UINT, offsetof(struct top, errno_ret)},
        {"listenerPath", F_STRING, offsetof(struct top, listener)},
        {"flags", F_STRINGS, offsetof(struct top, flags)},
        {"architectures", F_STRINGS, offsetof(struct top, arches)},
        {"syscalls", F_ARRAY, offsetof(struct top, syscalls)},
        FIELDS_END};
    struct profile p = {.doc = doc};
    memset(out, 0, sizeof *out);
    if (decode(doc, node, fields, false, &t, e) < 0
        || parse_action(&p, node, t.action, t.errno_ret, &p.default_action, e) < 0
        || parse_flags(&p, node, &t.flags, &out->flags, e) < 0)
        return -1;
    if (t.listener && *t.listener)
        return json_error(e, doc, node, "listenerPath is not supported");
    __attribute__((cleanup(release))) scmp_filter_ctx ctx = seccomp_init(p.default_action);
    if (!ctx)
        return err_set(e, EINVAL, "compile", "seccomp", "compile seccomp: not accepted");
    p.ctx = ctx;
    /* A foreign ABI ends the process rather than a thread of it. */
    seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (add_arches(&p, node, &t.arches, e) < 0)
        return -1;
    for (const struct json *s = t.syscalls ? t.syscalls->first : NULL; s; s = s->next)
        if (add_entry(&p, s, e) < 0)
            return -1;
    if (export_program(&p, out, e) < 0)
        return -1;
    bool open_default = p.default_action == SCMP_ACT_ALLOW || p.default_action == SCMP_ACT_LOG;
    return filter_prologue(out, p.arches, p.arches_len, p.extra, p.extra_len, !open_default, e);
}

int filter_load(const struct seccomp_program *p, struct err *e)
{
    struct sock_fprog prog = {(unsigned short)p->len, p->code};
    if (!p->code)
        return 0;
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, p->flags, &prog) < 0)
        return err_sys(e, "load", "seccomp filter");
    return 0;
}
