/*
 * JSON documents as a small tree (RFC 8259, strictly).
 *
 * Errors: duplicate keys, more than 64 levels, more than JSON_MAX_BYTES, anything after the
 * value, invalid UTF-8, NUL inside a string. Numbers stay text until somebody asks for an
 * integer, so that 18446744073709551615 (an unlimited rlimit) is exact.
 *
 * A document owns every node, string and array made from it; one json_free frees all.
 */
#ifndef JOCKER_JSON_H
#define JOCKER_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "err.h"

#define JSON_MAX_BYTES (8u << 20)
#define JSON_MAX_DEPTH 64

enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_type type;
    bool boolean;
    const char *key;     /* its name in the parent object, else NULL */
    const char *text;    /* strings and numbers; ends with NUL */
    size_t len;          /* of text; of an array or object: number of children */
    size_t begin, limit; /* the bytes of an array or object in the source text */
    struct json *parent, *first, *last, *next;
};

struct json_doc;

/* name is used in messages ("config.json"). *doc is freed by the caller with json_free. */
int json_parse(const char *name, const char *text, size_t len, struct json_doc **doc,
               struct err *e);
int json_parse_file(const char *path, struct json_doc **doc, struct err *e);
void json_free(struct json_doc *doc);
static inline void json_freep(struct json_doc **doc)
{
    json_free(*doc);
}
#define cleanup_json __attribute__((cleanup(json_freep)))

const struct json *json_root(const struct json_doc *doc);
/* The text that the document was parsed from; json.begin and json.limit are offsets in it. */
const char *json_source(const struct json_doc *doc);
/* Zeroed memory that lives as long as the document. */
void *json_alloc(struct json_doc *doc, size_t size);

/* The member, or NULL if it is absent or null. obj may be NULL. */
const struct json *json_get(const struct json *obj, const char *key);

/* An error about a node: "config.json: process.args[0]: <fmt>". Returns -1. */
int json_error(struct err *e, const struct json_doc *doc, const struct json *node,
               const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
