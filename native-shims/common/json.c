#include "json.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

#include <fcntl.h>

#include "fd.h"
#include "utf8.h"

struct chunk {
    struct chunk *next;
    size_t used, size;
    _Alignas(16) char data[];
};

struct json_doc {
    struct chunk *chunks;
    char *source;
    const char *name;
    struct json *root;
    /* while parsing */
    yajl_handle parser;
    struct json *open;
    const char *key;
    unsigned depth;
    struct err *err;
};

void *json_alloc(struct json_doc *doc, size_t size)
{
    size = (size + 15) & ~(size_t)15;
    struct chunk *c = doc->chunks;
    if (!c || c->size - c->used < size) {
        size_t room = size > 16000 ? size : 16000;
        c = malloc(sizeof *c + room);
        if (!c)
            _exit(112);
        c->next = doc->chunks;
        c->used = 0;
        c->size = room;
        doc->chunks = c;
    }
    void *p = c->data + c->used;
    c->used += size;
    return memset(p, 0, size);
}

static char *keep(struct json_doc *doc, const void *text, size_t len)
{
    char *copy = json_alloc(doc, len + 1);
    memcpy(copy, text, len);
    return copy;
}

static struct json *add(struct json_doc *doc, enum json_type type)
{
    struct json *n = json_alloc(doc, sizeof *n);
    n->type = type;
    n->parent = doc->open;
    if (!doc->open) {
        doc->root = n;
        return n;
    }
    if (doc->open->type == JSON_OBJECT) {
        n->key = doc->key;
        doc->key = NULL;
    }
    if (doc->open->last)
        doc->open->last->next = n;
    else
        doc->open->first = n;
    doc->open->last = n;
    doc->open->len++;
    return n;
}

static int on_null(void *ctx)
{
    add(ctx, JSON_NULL);
    return 1;
}

static int on_boolean(void *ctx, int value)
{
    add(ctx, JSON_BOOL)->boolean = value != 0;
    return 1;
}

static int add_text(struct json_doc *doc, enum json_type type, const void *text, size_t len)
{
    struct json *n = add(doc, type);
    n->text = keep(doc, text, len);
    n->len = len;
    if (memchr(text, 0, len)) {
        json_error(doc->err, doc, n, "contains a NUL character");
        return 0;
    }
    return 1;
}

static int on_number(void *ctx, const char *text, size_t len)
{
    return add_text(ctx, JSON_NUMBER, text, len);
}

static int on_string(void *ctx, const unsigned char *text, size_t len)
{
    return add_text(ctx, JSON_STRING, text, len);
}

static int on_key(void *ctx, const unsigned char *text, size_t len)
{
    struct json_doc *doc = ctx;
    doc->key = keep(doc, text, len);
    if (memchr(text, 0, len)) {
        json_error(doc->err, doc, doc->open, "a key contains a NUL character");
        return 0;
    }
    return 1;
}

static int open_node(struct json_doc *doc, enum json_type type)
{
    struct json *n = add(doc, type);
    /* The lexer stands just behind the bracket. */
    n->begin = yajl_get_bytes_consumed(doc->parser) - 1;
    if (++doc->depth > JSON_MAX_DEPTH) {
        json_error(doc->err, doc, NULL, "more than %d levels deep", JSON_MAX_DEPTH);
        return 0;
    }
    doc->open = n;
    return 1;
}

static int on_map(void *ctx)
{
    return open_node(ctx, JSON_OBJECT);
}

static int on_array(void *ctx)
{
    return open_node(ctx, JSON_ARRAY);
}

static int by_key(const void *a, const void *b)
{
    return strcmp((*(struct json *const *)a)->key, (*(struct json *const *)b)->key);
}

/* Sorting pointers keeps a hostile object of a million keys from costing a million squared. */
static int check_duplicates(struct json_doc *doc, struct json *obj)
{
    if (obj->len < 2)
        return 1;
    cleanup_free struct json **all = malloc(obj->len * sizeof *all);
    if (!all)
        _exit(112);
    size_t n = 0;
    for (struct json *c = obj->first; c; c = c->next)
        all[n++] = c;
    qsort(all, n, sizeof *all, by_key);
    for (size_t i = 1; i < n; i++) {
        if (strcmp(all[i - 1]->key, all[i]->key) == 0) {
            json_error(doc->err, doc, all[i], "duplicate key");
            return 0;
        }
    }
    return 1;
}

static int on_end(void *ctx)
{
    struct json_doc *doc = ctx;
    struct json *n = doc->open;
    n->limit = yajl_get_bytes_consumed(doc->parser);
    doc->open = n->parent;
    doc->depth--;
    return n->type == JSON_OBJECT ? check_duplicates(doc, n) : 1;
}

static int run_parser(struct json_doc *doc, size_t len)
{
    static const yajl_callbacks calls = {on_null, on_boolean, NULL, NULL, on_number, on_string,
                                         on_map, on_key, on_end, on_array, on_end};
    const unsigned char *text = (const unsigned char *)doc->source;
    doc->parser = yajl_alloc(&calls, NULL, doc);
    yajl_status status = yajl_parse(doc->parser, text, len);
    if (status == yajl_status_ok)
        status = yajl_complete_parse(doc->parser);
    if (status == yajl_status_error) {
        unsigned char *why = yajl_get_error(doc->parser, 0, text, len);
        why[strcspn((char *)why, "\n")] = 0;
        json_error(doc->err, doc, doc->open, "%s", (char *)why);
        yajl_free_error(doc->parser, why);
    }
    yajl_free(doc->parser);
    return status == yajl_status_ok ? 0 : -1;
}

/* yajl lets overlong forms and surrogates pass. */
static bool is_utf8(const char *text, size_t len)
{
    const unsigned char *p = (const unsigned char *)text, *end = p + len;
    while (p < end) {
        int n = *p < 0x80 ? 1 : utf8_char(p, (size_t)(end - p));
        if (n <= 0)
            return false;
        p += n;
    }
    return true;
}

int json_parse(const char *name, const char *text, size_t len, struct json_doc **out,
               struct err *e)
{
    if (len > JSON_MAX_BYTES)
        return err_set(e, EFBIG, "parse", name, "%s: larger than %u bytes", name, JSON_MAX_BYTES);
    if (!is_utf8(text, len))
        return err_set(e, EILSEQ, "parse", name, "%s: not UTF-8", name);
    cleanup_json struct json_doc *doc = calloc(1, sizeof *doc);
    if (!doc)
        _exit(112);
    doc->err = e;
    doc->name = keep(doc, name, strlen(name));
    doc->source = keep(doc, text, len);
    if (run_parser(doc, len) < 0)
        return -1;
    if (!doc->root)
        return err_set(e, EINVAL, "parse", name, "%s: no value", name);
    *out = doc;
    doc = NULL;
    return 0;
}

int json_parse_file(const char *path, struct json_doc **doc, struct err *e)
{
    cleanup_free char *text = NULL;
    size_t len;
    if (fd_read_file(AT_FDCWD, path, JSON_MAX_BYTES, &text, &len, e) < 0)
        return -1;
    const char *slash = strrchr(path, '/');
    return json_parse(slash ? slash + 1 : path, text, len, doc, e);
}

void json_free(struct json_doc *doc)
{
    if (!doc)
        return;
    for (struct chunk *c = doc->chunks, *next; c; c = next) {
        next = c->next;
        free(c);
    }
    free(doc);
}

const struct json *json_root(const struct json_doc *doc)
{
    return doc->root;
}

const char *json_source(const struct json_doc *doc)
{
    return doc->source;
}

const struct json *json_get(const struct json *obj, const char *key)
{
    if (!obj || obj->type != JSON_OBJECT)
        return NULL;
    for (const struct json *c = obj->first; c; c = c->next)
        if (strcmp(c->key, key) == 0)
            return c->type == JSON_NULL ? NULL : c;
    return NULL;
}

static size_t write_path(char *to, size_t size, const struct json *node)
{
    if (!node || !node->parent)
        return 0;
    size_t n = write_path(to, size, node->parent);
    if (n >= size)
        return n;
    if (node->key)
        return n + (size_t)snprintf(to + n, size - n, "%s%s", n ? "." : "", node->key);
    size_t index = 0;
    for (const struct json *c = node->parent->first; c != node; c = c->next)
        index++;
    return n + (size_t)snprintf(to + n, size - n, "[%zu]", index);
}

int json_error(struct err *e, const struct json_doc *doc, const struct json *node,
               const char *fmt, ...)
{
    char path[256] = "", text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    write_path(path, sizeof path, node);
    return err_set(e, EINVAL, "parse", doc->name, "%s: %s%s%s", doc->name, path,
                   path[0] ? ": " : "", text);
}
