#include <string.h>

#include "config.h"

static const char *const drivers[] = {"none", "json-file", "local", "syslog", "journald", NULL};

#define COMMON                                                                          \
    {"driver", F_KNOWN, 0}, {"mode", F_KNOWN, 0},                                       \
    {"maxBufferSize", F_UINT, offsetof(struct log_conf, max_buffer)}

static const struct field none_fields[] = {COMMON, FIELDS_END};
static const struct field json_fields[] = {
    COMMON,
    {"path", F_STRING | F_REQUIRED, offsetof(struct log_conf, path)},
    {"maxSize", F_UINT, offsetof(struct log_conf, max_size)},
    {"maxFile", F_UINT, offsetof(struct log_conf, max_file)},
    {"compress", F_BOOL, offsetof(struct log_conf, compress)},
    {"attrs", F_OBJECT, offsetof(struct log_conf, attrs)}, FIELDS_END};
static const struct field local_fields[] = {
    COMMON,
    {"path", F_STRING | F_REQUIRED, offsetof(struct log_conf, path)},
    {"maxSize", F_UINT, offsetof(struct log_conf, max_size)},
    {"maxFile", F_UINT, offsetof(struct log_conf, max_file)},
    {"compress", F_BOOL, offsetof(struct log_conf, compress)}, FIELDS_END};
static const struct field syslog_fields[] = {
    COMMON,
    {"address", F_STRING, offsetof(struct log_conf, address)},
    {"facility", F_STRING, offsetof(struct log_conf, facility)},
    {"tag", F_STRING, offsetof(struct log_conf, tag)},
    {"format", F_STRING, offsetof(struct log_conf, format)}, FIELDS_END};
static const struct field journald_fields[] = {
    COMMON,
    {"fields", F_OBJECT, offsetof(struct log_conf, fields)},
    {"socket", F_STRING, offsetof(struct log_conf, socket)}, FIELDS_END};
static const struct field *const fields_of[] = {none_fields, json_fields, local_fields,
                                                syslog_fields, journald_fields};

static int check_strings(struct json_doc *doc, const struct json *object, struct err *e)
{
    for (const struct json *a = object ? object->first : NULL; a; a = a->next)
        if (a->type != JSON_STRING)
            return json_error(e, doc, a, "must be a string");
    return 0;
}

/* journald's rule: capitals, digits and "_", not beginning with "_" or a digit. */
static int check_fields(struct json_doc *doc, const struct json *object, struct err *e)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (const struct json *f = object ? object->first : NULL; f; f = f->next)
        if (!strchr(capitals, f->key[0]) || !f->key[0] || strlen(f->key) > 64
            || f->key[strspn(f->key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")])
            return json_error(e, doc, f, "is not a field's name");
    return check_strings(doc, object, e);
}

static int read_mode(struct json_doc *doc, const struct json *node, struct log_conf *out,
                     struct err *e)
{
    const struct json *mode = json_get(node, "mode");
    bool is_text = mode && mode->type == JSON_STRING;
    out->non_blocking = is_text && strcmp(mode->text, "non-blocking") == 0;
    if (mode && !out->non_blocking && !(is_text && strcmp(mode->text, "blocking") == 0))
        return json_error(e, doc, mode, "must be blocking or non-blocking");
    if (!out->max_buffer)
        out->max_buffer = 1 << 20;
    return 0;
}

int log_conf_read(struct json_doc *doc, const struct json *node, struct log_conf *out,
                  struct err *e)
{
    const char *driver = NULL;
    static const struct field driver_field[] = {{"driver", F_STRING | F_REQUIRED, 0}, FIELDS_END};
    if (decode(doc, node, driver_field, false, &driver, e) < 0)
        return -1;
    int kind = decode_name(drivers, driver);
    if (kind < 0)
        return json_error(e, doc, node, "unknown log driver %s", driver);
    out->kind = (enum log_kind)kind;
    if (decode(doc, node, fields_of[kind], true, out, e) < 0
        || read_mode(doc, node, out, e) < 0)
        return -1;
    if ((out->path && out->path[0] != '/') || (out->socket && out->socket[0] != '/'))
        return json_error(e, doc, node, "%s is not an absolute path",
                          out->path ? out->path : out->socket);
    if (out->max_file == 0)
        out->max_file = 1;
    if (out->max_file > 1000)
        return json_error(e, doc, node, "maxFile is above 1000");
    return check_strings(doc, out->attrs, e) < 0 ? -1 : check_fields(doc, out->fields, e);
}
