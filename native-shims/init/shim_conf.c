#include <string.h>

#include "config.h"

static int absolute(struct shim_conf *c, const struct json *node, const char *path,
                    struct err *e)
{
    if (path && path[0] != '/')
        return json_error(e, c->doc, node, "%s is not an absolute path", path);
    return 0;
}

static int read_overlay(struct shim_conf *c, const struct json *node, struct err *e)
{
    static const struct field fields[] = {
        {"lower", F_STRINGS | F_REQUIRED, offsetof(struct overlay, lower)},
        {"upper", F_STRING | F_REQUIRED, offsetof(struct overlay, upper)},
        {"work", F_STRING | F_REQUIRED, offsetof(struct overlay, work)},
        {"volatile", F_BOOL, offsetof(struct overlay, is_volatile)},
        FIELDS_END};
    if (!node)
        return 0;
    c->overlay.present = true;
    if (decode(c->doc, node, fields, true, &c->overlay, e) < 0
        || absolute(c, node, c->overlay.upper, e) < 0
        || absolute(c, node, c->overlay.work, e) < 0)
        return -1;
    for (size_t i = 0; i < c->overlay.lower.n; i++)
        if (absolute(c, node, c->overlay.lower.v[i], e) < 0)
            return -1;
    if (!c->overlay.lower.n)
        return json_error(e, c->doc, node, "lower is empty");
    return 0;
}

static int read_runtime(struct shim_conf *c, const struct json *node, struct err *e)
{
    static const struct field fields[] = {
        {"path", F_STRING | F_REQUIRED, offsetof(struct shim_conf, runtime)},
        {"args", F_STRINGS, offsetof(struct shim_conf, runtime_args)},
        FIELDS_END};
    if (!node)
        return 0;
    if (decode(c->doc, node, fields, true, c, e) < 0)
        return -1;
    return absolute(c, node, c->runtime, e);
}

static int check_id(struct shim_conf *c, struct err *e)
{
    if (strlen(c->id) != 64 || strspn(c->id, "0123456789abcdef") != 64)
        return json_error(e, c->doc, NULL, "id must be 64 hexadecimal digits");
    return 0;
}

int shim_conf_load(const char *path, struct shim_conf *c, struct err *e)
{
    struct parts { const struct json *overlay, *log, *runtime; } parts = {0};
    static const struct field fields[] = {
        {"id", F_STRING | F_REQUIRED, offsetof(struct shim_conf, id)},
        {"user", F_STRING, offsetof(struct shim_conf, user)},
        {"groups", F_STRINGS, offsetof(struct shim_conf, groups)},
        {"stdin", F_BOOL, offsetof(struct shim_conf, keep_stdin)},
        {"exit", F_STRING | F_REQUIRED, offsetof(struct shim_conf, exit_path)},
        {"durable", F_BOOL, offsetof(struct shim_conf, durable)},
        {"seccompCache", F_STRING, offsetof(struct shim_conf, seccomp_cache)},
        {"makeCwd", F_BOOL, offsetof(struct shim_conf, make_cwd)},
        {"overlay", F_KNOWN, 0},
        {"log", F_KNOWN | F_REQUIRED, 0},
        {"runtime", F_KNOWN, 0},
        {"init", F_BOOL, offsetof(struct shim_conf, init)},
        FIELDS_END};
    static const struct field part_fields[] = {
        {"overlay", F_OBJECT, offsetof(struct parts, overlay)},
        {"log", F_OBJECT, offsetof(struct parts, log)},
        {"runtime", F_OBJECT, offsetof(struct parts, runtime)},
        FIELDS_END};
    memset(c, 0, sizeof *c);
    if (json_parse_file(path, &c->doc, e) < 0)
        return -1;
    const struct json *root = json_root(c->doc);
    if (decode(c->doc, root, fields, true, c, e) < 0
        || decode(c->doc, root, part_fields, false, &parts, e) < 0)
        return -1;
    if (check_id(c, e) < 0 || read_runtime(c, parts.runtime, e) < 0 || read_overlay(c, parts.overlay, e) < 0
        || log_conf_read(c->doc, parts.log, &c->log, e) < 0 || absolute(c, root, c->exit_path, e) < 0
        || absolute(c, root, c->seccomp_cache, e) < 0)
        return -1;
    return 0;
}

void shim_conf_free(struct shim_conf *c)
{
    json_free(c->doc);
    memset(c, 0, sizeof *c);
}
