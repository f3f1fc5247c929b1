#include "config.h"

/* In the order of enum hook_kind. */
static const char *const kinds[] = {"prestart", "createRuntime", "createContainer",
                                    "startContainer", "poststart", "poststop", NULL};

static int read_hook(struct config *c, const struct json *node, struct hook *h, struct err *e)
{
    static const struct field fields[] = {
        {"path", F_STRING | F_REQUIRED, offsetof(struct hook, path)},
        {"args", F_STRINGS, offsetof(struct hook, args)},
        {"env", F_STRINGS, offsetof(struct hook, env)},
        {"timeout", F_OPT_INT, offsetof(struct hook, timeout)},
        FIELDS_END};
    if (decode(c->doc, node, fields, false, h, e) < 0)
        return -1;
    if (h->path[0] != '/')
        return json_error(e, c->doc, node, "path %s is not absolute", h->path);
    if (h->timeout.set && h->timeout.v <= 0)
        return json_error(e, c->doc, node, "timeout must be above 0");
    return 0;
}

int config_hooks(struct config *c, const struct json *node, struct err *e)
{
    for (const struct json *list = node ? node->first : NULL; list; list = list->next) {
        int kind = decode_name(kinds, list->key);
        if (list->type == JSON_NULL || (list->type == JSON_ARRAY && !list->len))
            continue;
        if (kind < 0 || list->type != JSON_ARRAY)
            return json_error(e, c->doc, list, "is not a list of hooks");
        c->hooks[kind] = json_alloc(c->doc, list->len * sizeof **c->hooks);
        for (const struct json *n = list->first; n; n = n->next)
            if (read_hook(c, n, &c->hooks[kind][c->hooks_len[kind]++], e) < 0)
                return -1;
    }
    return 0;
}
