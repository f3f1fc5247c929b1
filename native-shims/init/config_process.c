#define _GNU_SOURCE
#include <string.h>
#include <sys/resource.h>

#include "capnames.h"
#include "config.h"

static const char *const rlimit_names[] = {
    "RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE", "RLIMIT_LOCKS",
    "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE", "RLIMIT_NICE", "RLIMIT_NOFILE", "RLIMIT_NPROC",
    "RLIMIT_RSS", "RLIMIT_RTPRIO", "RLIMIT_RTTIME", "RLIMIT_SIGPENDING", "RLIMIT_STACK", NULL};
static const int rlimit_numbers[] = {
    RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_DATA, RLIMIT_FSIZE, RLIMIT_LOCKS,
    RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_NOFILE, RLIMIT_NPROC,
    RLIMIT_RSS, RLIMIT_RTPRIO, RLIMIT_RTTIME, RLIMIT_SIGPENDING, RLIMIT_STACK};

static int read_rlimits(struct config *c, const struct json *list, struct err *e)
{
    static const struct field fields[] = {
        {"type", F_STRING | F_REQUIRED, offsetof(struct rlimit_entry, name)},
        {"soft", F_UINT | F_REQUIRED, offsetof(struct rlimit_entry, soft)},
        {"hard", F_UINT | F_REQUIRED, offsetof(struct rlimit_entry, hard)},
        FIELDS_END};
    if (!list)
        return 0;
    c->process.rlimits = json_alloc(c->doc, (list->len + 1) * sizeof *c->process.rlimits);
    for (const struct json *n = list->first; n; n = n->next) {
        struct rlimit_entry *r = &c->process.rlimits[c->process.rlimits_len];
        if (decode(c->doc, n, fields, false, r, e) < 0)
            return -1;
        int index = decode_name(rlimit_names, r->name);
        if (index < 0)
            return json_error(e, c->doc, n, "unknown rlimit %s", r->name);
        r->resource = rlimit_numbers[index];
        for (size_t i = 0; i < c->process.rlimits_len; i++)
            if (c->process.rlimits[i].resource == r->resource)
                return json_error(e, c->doc, n, "%s is given twice", r->name);
        if (r->soft > r->hard)
            return json_error(e, c->doc, n, "%s: soft limit is above the hard limit", r->name);
        c->process.rlimits_len++;
    }
    return 0;
}

static int read_caps(struct config *c, const struct json *node, struct err *e)
{
    struct { struct strings set[5]; } lists = {0};
    static const struct field fields[] = {
        {"bounding", F_STRINGS, 0 * sizeof(struct strings)},
        {"permitted", F_STRINGS, 1 * sizeof(struct strings)},
        {"effective", F_STRINGS, 2 * sizeof(struct strings)},
        {"inheritable", F_STRINGS, 3 * sizeof(struct strings)},
        {"ambient", F_STRINGS, 4 * sizeof(struct strings)},
        FIELDS_END};
    uint64_t *sets[] = {&c->process.caps.bounding, &c->process.caps.permitted,
                        &c->process.caps.effective, &c->process.caps.inheritable,
                        &c->process.caps.ambient};
    if (!node)
        return 0;
    c->process.has_caps = true;
    if (decode(c->doc, node, fields, false, &lists, e) < 0)
        return -1;
    for (int s = 0; s < 5; s++) {
        for (size_t i = 0; i < lists.set[s].n; i++) {
            int cap = cap_number(lists.set[s].v[i]);
            if (cap < 0)
                return json_error(e, c->doc, node, "unknown capability %s", lists.set[s].v[i]);
            *sets[s] |= 1ull << cap;
        }
    }
    return 0;
}

static int read_user(struct config *c, const struct json *node, struct err *e)
{
    static const struct field fields[] = {
        {"uid", F_ID, offsetof(struct user, uid)},
        {"gid", F_ID, offsetof(struct user, gid)},
        {"additionalGids", F_IDS, offsetof(struct user, groups)},
        {"umask", F_OPT_UINT, offsetof(struct user, umask)},
        FIELDS_END};
    if (!node)
        return 0;
    if (decode(c->doc, node, fields, false, &c->process.user, e) < 0)
        return -1;
    if (c->process.user.umask.v > 0777)
        return json_error(e, c->doc, node, "umask is above 0777");
    return 0;
}

static int read_size(struct config *c, const struct json *node, struct err *e)
{
    struct { uint64_t height, width; } size = {0};
    static const struct field fields[] = {
        {"height", F_UINT | F_REQUIRED, 0}, {"width", F_UINT | F_REQUIRED, 8}, FIELDS_END};
    if (!node)
        return 0;
    if (decode(c->doc, node, fields, false, &size, e) < 0)
        return -1;
    if (size.height > UINT16_MAX || size.width > UINT16_MAX)
        return json_error(e, c->doc, node, "larger than a terminal can be");
    c->process.height = (uint32_t)size.height;
    c->process.width = (uint32_t)size.width;
    return 0;
}

/* Known to the specification, not built yet: refused rather than dropped. */
static int refuse_unbuilt(struct config *c, const struct json *node, struct err *e)
{
    static const char *const names[] = {"selinuxLabel", "ioPriority", "scheduler",
                                        "execCPUAffinity", NULL};
    for (const struct json *n = node->first; n; n = n->next)
        if (n->type != JSON_NULL && decode_name(names, n->key) >= 0
            && !(n->type == JSON_STRING && !n->len))
            return json_error(e, c->doc, n, "is not supported");
    return 0;
}

int config_process(struct config *c, const struct json *node, struct err *e)
{
    struct parts { const struct json *rlimits, *caps, *user, *size; } parts = {0};
    static const struct field fields[] = {
        {"terminal", F_BOOL, offsetof(struct process, terminal)},
        {"noNewPrivileges", F_BOOL, offsetof(struct process, no_new_privs)},
        {"args", F_STRINGS | F_REQUIRED, offsetof(struct process, args)},
        {"env", F_STRINGS, offsetof(struct process, env)},
        {"cwd", F_STRING | F_REQUIRED, offsetof(struct process, cwd)},
        {"apparmorProfile", F_STRING, offsetof(struct process, apparmor)},
        {"oomScoreAdj", F_OPT_INT, offsetof(struct process, oom_score_adj)},
        FIELDS_END};
    static const struct field part_fields[] = {
        {"rlimits", F_ARRAY, offsetof(struct parts, rlimits)},
        {"capabilities", F_OBJECT, offsetof(struct parts, caps)},
        {"user", F_OBJECT, offsetof(struct parts, user)},
        {"consoleSize", F_OBJECT, offsetof(struct parts, size)},
        FIELDS_END};
    if (decode(c->doc, node, fields, false, &c->process, e) < 0
        || decode(c->doc, node, part_fields, false, &parts, e) < 0
        || read_rlimits(c, parts.rlimits, e) < 0 || read_caps(c, parts.caps, e) < 0
        || read_user(c, parts.user, e) < 0 || read_size(c, parts.size, e) < 0
        || refuse_unbuilt(c, node, e) < 0)
        return -1;
    if (!c->process.args.n)
        return json_error(e, c->doc, node, "args is empty");
    if (c->process.cwd[0] != '/')
        return json_error(e, c->doc, node, "cwd %s is not absolute", c->process.cwd);
    if (c->process.oom_score_adj.set
        && (c->process.oom_score_adj.v < -1000 || c->process.oom_score_adj.v > 1000))
        return json_error(e, c->doc, node, "oomScoreAdj is not between -1000 and 1000");
    for (size_t i = 0; i < c->process.env.n; i++)
        if (!strchr(c->process.env.v[i], '=') || c->process.env.v[i][0] == '=')
            return json_error(e, c->doc, node, "env: \"%s\" is not NAME=VALUE",
                              c->process.env.v[i]);
    return 0;
}
