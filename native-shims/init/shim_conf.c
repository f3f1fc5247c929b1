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

static int check_attrs(struct shim_conf *c, struct err *e)
{
    for (const struct json *a = c->log.attrs ? c->log.attrs->first : NULL; a; a = a->next)
        if (a->type != JSON_STRING)
            return json_error(e, c->doc, a, "must be a string");
    return 0;
}

static int read_log(struct shim_conf *c, const struct json *node, struct err *e)
{
    const char *driver = NULL;
    static const struct field driver_field[] = {{"driver", F_STRING | F_REQUIRED, 0}, FIELDS_END};
    static const struct field fields[] = {
        {"driver", F_KNOWN, 0},
        {"path", F_STRING | F_REQUIRED, offsetof(struct log_conf, path)},
        {"maxSize", F_UINT, offsetof(struct log_conf, max_size)},
        {"maxFile", F_UINT, offsetof(struct log_conf, max_file)},
        {"attrs", F_OBJECT, offsetof(struct log_conf, attrs)},
        FIELDS_END};
    if (decode(c->doc, node, driver_field, false, &driver, e) < 0)
        return -1;
    if (strcmp(driver, "none") == 0)
        return 0;
    if (strcmp(driver, "json-file") != 0)
        return json_error(e, c->doc, node, "unknown log driver %s", driver);
    c->log.json_file = true;
    if (decode(c->doc, node, fields, true, &c->log, e) < 0
        || absolute(c, node, c->log.path, e) < 0)
        return -1;
    if (c->log.max_file == 0)
        c->log.max_file = 1;
    if (c->log.max_file > 1000)
        return json_error(e, c->doc, node, "maxFile is above 1000");
    return check_attrs(c, e);
}

static int check_id(struct shim_conf *c, struct err *e)
{
    if (strlen(c->id) != 64 || strspn(c->id, "0123456789abcdef") != 64)
        return json_error(e, c->doc, NULL, "id must be 64 hexadecimal digits");
    return 0;
}

int shim_conf_load(const char *path, struct shim_conf *c, struct err *e)
{
    struct parts { const struct json *overlay, *log; } parts = {0};
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
        {"init", F_BOOL, offsetof(struct shim_conf, init)},
        FIELDS_END};
    static const struct field part_fields[] = {
        {"overlay", F_OBJECT, offsetof(struct parts, overlay)},
        {"log", F_OBJECT, offsetof(struct parts, log)},
        FIELDS_END};
    memset(c, 0, sizeof *c);
    if (json_parse_file(path, &c->doc, e) < 0)
        return -1;
    const struct json *root = json_root(c->doc);
    if (decode(c->doc, root, fields, true, c, e) < 0
        || decode(c->doc, root, part_fields, false, &parts, e) < 0)
        return -1;
    if (check_id(c, e) < 0 || read_overlay(c, parts.overlay, e) < 0
        || read_log(c, parts.log, e) < 0 || absolute(c, root, c->exit_path, e) < 0
        || absolute(c, root, c->seccomp_cache, e) < 0)
        return -1;
    return 0;
}

void shim_conf_free(struct shim_conf *c)
{
    json_free(c->doc);
    memset(c, 0, sizeof *c);
}
