#include <string.h>

#include "exec.h"

static int read_attach(struct json_doc *doc, const struct json *node, struct exec_request *r,
                       struct err *e)
{
    static const struct field fields[] = {
        {"stdin", F_BOOL, offsetof(struct attach_wish, in)},
        {"stdout", F_BOOL, offsetof(struct attach_wish, out)},
        {"stderr", F_BOOL, offsetof(struct attach_wish, err)},
        {"raw", F_BOOL, offsetof(struct attach_wish, raw)}, FIELDS_END};
    if (!node)
        return 0;
    r->attached = true;
    return decode(doc, node, fields, true, &r->wish, e);
}

int exec_request_decode(struct json_doc *doc, struct exec_request *r, struct err *e)
{
    struct parts { const struct json *process, *attach; } parts = {0};
    static const struct field fields[] = {
        {"id", F_STRING | F_REQUIRED, offsetof(struct exec_request, id)},
        {"user", F_STRING, offsetof(struct exec_request, user)},
        {"groups", F_STRINGS, offsetof(struct exec_request, groups)},
        {"stdin", F_BOOL, offsetof(struct exec_request, stdin_open)},
        {"process", F_KNOWN | F_REQUIRED, 0},
        {"attach", F_KNOWN, 0}, FIELDS_END};
    static const struct field part_fields[] = {
        {"process", F_OBJECT, offsetof(struct parts, process)},
        {"attach", F_OBJECT, offsetof(struct parts, attach)}, FIELDS_END};
    const struct json *root = json_root(doc);
    memset(r, 0, sizeof *r);
    r->config.doc = doc;
    if (decode(doc, root, fields, true, r, e) < 0
        || decode(doc, root, part_fields, false, &parts, e) < 0)
        return -1;
    if (strlen(r->id) != EXEC_ID_SIZE - 1
        || strspn(r->id, "0123456789abcdef") != EXEC_ID_SIZE - 1)
        return json_error(e, doc, NULL, "id must be 64 hexadecimal digits");
    if (config_process(&r->config, parts.process, e) < 0)
        return -1;
    return read_attach(doc, parts.attach, r, e);
}
