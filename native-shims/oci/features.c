#define _GNU_SOURCE
#include "../common/fd.h"
#include "../init/capnames.h"
#include "../init/mountopts.h"
#include "oci.h"

static void add_list(struct buf *b, const char *key, const char *const *names)
{
    buf_printf(b, "\"%s\": [", key);
    for (size_t i = 0; names[i]; i++)
        buf_printf(b, "%s\"%s\"", i ? ", " : "", names[i]);
    buf_text(b, "]");
}

static void add_capabilities(struct buf *b)
{
    buf_text(b, "\"capabilities\": [");
    for (int i = 0; i < CAP_COUNT; i++)
        buf_printf(b, "%s\"%s\"", i ? ", " : "", cap_name(i));
    buf_text(b, "]");
}

static void add_mount_options(struct buf *b)
{
    const char *name;
    buf_text(b, "\"mountOptions\": [");
    for (size_t i = 0; (name = mount_opts_name(i)); i++)
        buf_printf(b, "%s\"%s\"", i ? ", " : "", name);
    buf_text(b, "]");
}

static void add_seccomp(struct buf *b)
{
    static const char *const actions[] = {
        "SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS",
        "SCMP_ACT_KILL_THREAD", "SCMP_ACT_LOG", "SCMP_ACT_TRACE", "SCMP_ACT_TRAP", NULL};
    static const char *const operators[] = {
        "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_LE", "SCMP_CMP_LT",
        "SCMP_CMP_MASKED_EQ", "SCMP_CMP_NE", NULL};
    buf_text(b, "\"seccomp\": {\"enabled\": true, ");
    add_list(b, "actions", actions);
    buf_text(b, ", ");
    add_list(b, "operators", operators);
    buf_text(b, "}");
}

int verb_features(const struct oci *o, int argc, char **argv, struct err *e)
{
    static const char *const hooks[] = {"prestart", "createRuntime", "createContainer",
                                        "startContainer", "poststart", "poststop", NULL};
    static const char *const namespaces[] = {"cgroup", "ipc", "mount", "network", "pid", "time",
                                             "user", "uts", NULL};
    cleanup_buf struct buf b = {0};
    (void)o, (void)argc, (void)argv;
    buf_text(&b, "{\"ociVersionMin\": \"1.0.0\", \"ociVersionMax\": \"" OCI_VERSION "\", ");
    add_list(&b, "hooks", hooks);
    buf_text(&b, ", ");
    add_mount_options(&b);
    buf_text(&b, ", \"linux\": {");
    add_list(&b, "namespaces", namespaces);
    buf_text(&b, ", ");
    add_capabilities(&b);
    buf_text(&b, ", \"cgroup\": {\"v1\": true, \"v2\": true, \"systemd\": false, "
             "\"systemdUser\": false, \"rdma\": false}, ");
    add_seccomp(&b);
    buf_text(&b, ", \"apparmor\": {\"enabled\": true}, \"selinux\": {\"enabled\": false}, "
             "\"intelRdt\": {\"enabled\": false}, "
             "\"mountExtensions\": {\"idmap\": {\"enabled\": true}}}}\n");
    return fd_write_all(1, b.data, buf_len(&b)) < 0 ? err_sys(e, "write", "stdout") : 0;
}
