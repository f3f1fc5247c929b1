#include "decode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int decode_int(const struct json_doc *doc, const struct json *node, int64_t *out, struct err *e)
{
    char *end;
    if (node->type != JSON_NUMBER)
        return json_error(e, doc, node, "must be an integer");
    errno = 0;
    *out = strtoll(node->text, &end, 10);
    if (*end || errno)
        return json_error(e, doc, node, "%s is not a 64-bit integer", node->text);
    return 0;
}

int decode_uint(const struct json_doc *doc, const struct json *node, uint64_t *out,
                struct err *e)
{
    char *end;
    if (node->type != JSON_NUMBER)
        return json_error(e, doc, node, "must be an integer");
    errno = 0;
    *out = strtoull(node->text, &end, 10);
    if (*end || errno || node->text[0] == '-')
        return json_error(e, doc, node, "%s is not an unsigned 64-bit integer", node->text);
    return 0;
}

static int need(const struct json_doc *doc, const struct json *node, enum json_type type,
                const char *what, struct err *e)
{
    if (node->type != type)
        return json_error(e, doc, node, "must be %s", what);
    return 0;
}

static int decode_id(const struct json_doc *doc, const struct json *node, uint32_t *out,
                     struct err *e)
{
    uint64_t value;
    if (decode_uint(doc, node, &value, e) < 0)
        return -1;
    /* 2^32-1 means "leave as it is" to the kernel. */
    if (value >= UINT32_MAX)
        return json_error(e, doc, node, "%s is not a user or group id", node->text);
    *out = (uint32_t)value;
    return 0;
}

static int decode_strings(struct json_doc *doc, const struct json *node, struct strings *out,
                          struct err *e)
{
    if (need(doc, node, JSON_ARRAY, "an array of strings", e) < 0)
        return -1;
    out->v = json_alloc(doc, (node->len + 1) * sizeof *out->v);
    for (const struct json *c = node->first; c; c = c->next) {
        if (need(doc, c, JSON_STRING, "a string", e) < 0)
            return -1;
        out->v[out->n++] = c->text;
    }
    return 0;
}

static int decode_ids(struct json_doc *doc, const struct json *node, struct ids *out,
                      struct err *e)
{
    if (need(doc, node, JSON_ARRAY, "an array of ids", e) < 0)
        return -1;
    out->v = json_alloc(doc, (node->len + 1) * sizeof *out->v);
    for (const struct json *c = node->first; c; c = c->next)
        if (decode_id(doc, c, &out->v[out->n++], e) < 0)
            return -1;
    return 0;
}

static int decode_bool(const struct json_doc *doc, const struct json *node, bool *out,
                       struct err *e)
{
    if (need(doc, node, JSON_BOOL, "true or false", e) < 0)
        return -1;
    *out = node->boolean;
    return 0;
}

static int decode_one(struct json_doc *doc, const struct json *node, int type, void *to,
                      struct err *e)
{
    switch (type & ~F_REQUIRED) {
    case F_STRING:
        *(const char **)to = node->text;
        return need(doc, node, JSON_STRING, "a string", e);
    case F_STRINGS:
        return decode_strings(doc, node, to, e);
    case F_BOOL:
        return decode_bool(doc, node, to, e);
    case F_INT:
        return decode_int(doc, node, to, e);
    case F_UINT:
        return decode_uint(doc, node, to, e);
    case F_ID:
        return decode_id(doc, node, to, e);
    case F_IDS:
        return decode_ids(doc, node, to, e);
    case F_OPT_INT:
        ((struct opt_int *)to)->set = true;
        return decode_int(doc, node, &((struct opt_int *)to)->v, e);
    case F_OPT_UINT:
        ((struct opt_uint *)to)->set = true;
        return decode_uint(doc, node, &((struct opt_uint *)to)->v, e);
    case F_OPT_BOOL:
        ((struct opt_bool *)to)->set = true;
        return decode_bool(doc, node, &((struct opt_bool *)to)->v, e);
    case F_KNOWN:
        return 0;
    case F_OBJECT:
        *(const struct json **)to = node;
        return need(doc, node, JSON_OBJECT, "an object", e);
    default:
        *(const struct json **)to = node;
        return need(doc, node, JSON_ARRAY, "an array", e);
    }
}

static int check_keys(struct json_doc *doc, const struct json *obj, const struct field *fields,
                      struct err *e)
{
    for (const struct json *c = obj->first; c; c = c->next) {
        const struct field *f = fields;
        while (f->key && strcmp(f->key, c->key) != 0)
            f++;
        if (!f->key)
            return json_error(e, doc, c, "unknown key");
    }
    return 0;
}

int decode(struct json_doc *doc, const struct json *obj, const struct field *fields, bool closed,
           void *out, struct err *e)
{
    if (need(doc, obj, JSON_OBJECT, "an object", e) < 0)
        return -1;
    if (closed && check_keys(doc, obj, fields, e) < 0)
        return -1;
    for (const struct field *f = fields; f->key; f++) {
        const struct json *node = json_get(obj, f->key);
        if (!node && (f->type & F_REQUIRED))
            return json_error(e, doc, obj, "\"%s\" is missing", f->key);
        if (node && decode_one(doc, node, f->type, (char *)out + f->offset, e) < 0)
            return -1;
    }
    return 0;
}

int decode_name(const char *const *names, const char *text)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], text) == 0)
            return i;
    return -1;
}
