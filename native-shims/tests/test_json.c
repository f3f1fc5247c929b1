#include <stdlib.h>

#include "../common/decode.h"
#include "check.h"

static int parse(const char *text, struct json_doc **doc, struct err *e)
{
    *doc = NULL;
    return json_parse("t", text, strlen(text), doc, e);
}

static int accepts(const char *text)
{
    struct err e;
    cleanup_json struct json_doc *doc = NULL;
    return parse(text, &doc, &e) == 0;
}

static size_t decoded(char *line)
{
    char *to = line;
    for (const char *p = line; *p; p++) {
        unsigned byte;
        if (*p == '%' && sscanf(p + 1, "%2x", &byte) == 1) {
            *to++ = (char)byte;
            p += 2;
        } else {
            *to++ = *p;
        }
    }
    *to = 0;
    return (size_t)(to - line);
}

/* The same verdicts as the reader in Java. */
static void corpus(void)
{
    char line[1000];
    int seen = 0;
    FILE *file = fopen("../engine-core/src/test/resources/json-corpus.txt", "re");
    CHECK(file != NULL);
    while (file && fgets(line, sizeof line, file)) {
        struct err e;
        cleanup_json struct json_doc *doc = NULL;
        line[strcspn(line, "\n")] = 0;
        if (*line == '#')
            continue;
        char shown[1000];
        memcpy(shown, line, sizeof shown);
        size_t len = decoded(line + 2);
        bool taken = json_parse("t", line + 2, len, &doc, &e) == 0;
        CHECK(taken == (*line == '+'));
        if (taken != (*line == '+'))
            fprintf(stderr, "  %s: %s\n", taken ? "taken" : "refused", shown);
        seen++;
    }
    CHECK(seen > 60);
    if (file)
        fclose(file);
}

static void values(void)
{
    CHECK(accepts("[]") && accepts("null") && accepts("true") && accepts("-1") && accepts("\"x\""));
    CHECK(!accepts("[1,]") && !accepts("01") && !accepts("\"a") && !accepts("1 2"));
}

static void depth(void)
{
    char text[400] = "";
    for (int i = 0; i < JSON_MAX_DEPTH; i++)
        strcat(text, "[");
    for (int i = 0; i < JSON_MAX_DEPTH; i++)
        strcat(text, "]");
    CHECK(accepts(text));
    memmove(text + 1, text, strlen(text) + 1);
    text[0] = '[';
    strcat(text, "]");
    CHECK(!accepts(text));
}

static void integers(void)
{
    struct err e;
    uint64_t u;
    int64_t i;
    cleanup_json struct json_doc *doc = NULL;
    CHECK(parse("[18446744073709551615, -9223372036854775808, 18446744073709551616, -1, 1.5, "
                "\"1\"]", &doc, &e) == 0);
    const struct json *n = json_root(doc)->first;
    CHECK(decode_uint(doc, n, &u, &e) == 0 && u == UINT64_MAX);
    n = n->next;
    CHECK(decode_int(doc, n, &i, &e) == 0 && i == INT64_MIN);
    for (n = n->next; n; n = n->next)
        CHECK(decode_uint(doc, n, &u, &e) < 0);
    CHECK_TEXT(e.message, "t: [5]: must be an integer");
}

static void structs(void)
{
    struct target { const char *s; bool b; struct strings list; struct opt_int o; uint32_t id; };
    static const struct field fields[] = {
        {"s", F_STRING | F_REQUIRED, offsetof(struct target, s)},
        {"b", F_BOOL, offsetof(struct target, b)},
        {"list", F_STRINGS, offsetof(struct target, list)},
        {"o", F_OPT_INT, offsetof(struct target, o)},
        {"id", F_ID, offsetof(struct target, id)},
        FIELDS_END};
    static const struct { const char *text; bool closed; const char *error; } cases[] = {
        {"{\"s\":\"x\",\"more\":1}", true, "t: more: unknown key"},
        {"{\"b\":true}", false, "t: \"s\" is missing"},
        {"{\"s\":null}", false, "t: \"s\" is missing"},
        {"{\"s\":1}", false, "t: s: must be a string"},
        {"{\"s\":\"\",\"b\":\"true\"}", false, "t: b: must be true or false"},
        {"{\"s\":\"\",\"list\":[\"a\",2]}", false, "t: list[1]: must be a string"},
        {"{\"s\":\"\",\"id\":4294967295}", false, "t: id: 4294967295 is not a user or group id"},
        {"{\"s\":\"\",\"o\":1e3}", false, "t: o: 1e3 is not a 64-bit integer"},
        {"[]", false, "t: must be an object"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e;
        struct target t = {0};
        cleanup_json struct json_doc *doc = NULL;
        CHECK(parse(cases[i].text, &doc, &e) == 0);
        CHECK(decode(doc, json_root(doc), fields, cases[i].closed, &t, &e) < 0);
        CHECK_TEXT(e.message, cases[i].error);
    }
    struct err e;
    struct target t = {0};
    cleanup_json struct json_doc *doc = NULL;
    CHECK(parse("{\"s\":\"x\",\"list\":[\"a\",\"b\"],\"o\":-7,\"z\":{}}", &doc, &e) == 0);
    CHECK(decode(doc, json_root(doc), fields, false, &t, &e) == 0);
    CHECK(strcmp(t.s, "x") == 0 && t.list.n == 2 && t.o.set && t.o.v == -7 && !t.b);
}

static void source_spans(void)
{
    struct err e;
    cleanup_json struct json_doc *doc = NULL;
    CHECK(parse(" {\"a\": {\"b\": [1, 2] } , \"c\":3}", &doc, &e) == 0);
    const struct json *a = json_get(json_root(doc), "a");
    CHECK(a->limit - a->begin == 14);
    CHECK(strncmp(json_source(doc) + a->begin, "{\"b\": [1, 2] }", 14) == 0);
}

int main(void)
{
    corpus();
    values();
    depth();
    integers();
    structs();
    source_spans();
    return checks_done();
}
