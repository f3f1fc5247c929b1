/*
 * JSON objects into C structs, by a table of fields. A field that is absent or null leaves its
 * zero value; a wrong type is an error that names the place.
 */
#ifndef JOCKER_DECODE_H
#define JOCKER_DECODE_H

#include <sys/types.h>

#include "json.h"

enum field_type {
    F_STRING,  /* const char *, NULL if absent */
    F_STRINGS, /* struct strings */
    F_BOOL,    /* bool */
    F_INT,     /* int64_t, 0 if absent */
    F_UINT,    /* uint64_t, 0 if absent */
    F_ID,      /* uint32_t, at most 2^32-2 (uids, gids) */
    F_IDS,     /* struct ids */
    F_OPT_INT, /* struct opt_int */
    F_OPT_UINT,/* struct opt_uint */
    F_OPT_BOOL,/* struct opt_bool */
    F_OBJECT,  /* const struct json * */
    F_ARRAY,   /* const struct json * */
    F_KNOWN,   /* a key that somebody else decodes; offset is not used */
};

#define F_REQUIRED 0x100

struct strings { const char **v; size_t n; };
struct ids { uint32_t *v; size_t n; };
struct opt_int { bool set; int64_t v; };
struct opt_uint { bool set; uint64_t v; };
struct opt_bool { bool set, v; };

struct field {
    const char *key;
    int type; /* field_type, or'ed with F_REQUIRED */
    size_t offset;
};

#define FIELDS_END {NULL, 0, 0}

/* fields ends with FIELDS_END. With closed, keys not in the table are errors. */
int decode(struct json_doc *doc, const struct json *obj, const struct field *fields, bool closed,
           void *out, struct err *e);

/* The index of text in a NULL-terminated list, or -1. */
int decode_name(const char *const *names, const char *text);

int decode_int(const struct json_doc *doc, const struct json *node, int64_t *out, struct err *e);
int decode_uint(const struct json_doc *doc, const struct json *node, uint64_t *out,
                struct err *e);

#endif
