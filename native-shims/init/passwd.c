#include "passwd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS_MAX 8
#define LINE_MAX_BYTES 65536

bool id_is_number(const char *text)
{
    return text[0] && text[strspn(text, "0123456789")] == 0;
}

bool id_parse(const char *text, uint32_t *out)
{
    if (!id_is_number(text) || strlen(text) > 10)
        return false;
    unsigned long long value = strtoull(text, NULL, 10);
    *out = (uint32_t)value;
    return value <= INT32_MAX;
}

/* Copies the next line to a buffer and cuts it at colons. Returns the rest of the text, or NULL
 * at its end; *n is the number of fields, 0 for a line to skip. */
static const char *next_line(const char *text, char *line, char *fields[FIELDS_MAX], size_t *n)
{
    *n = 0;
    if (!*text)
        return NULL;
    size_t len = strcspn(text, "\n");
    const char *rest = text + len + (text[len] == '\n');
    if (len >= LINE_MAX_BYTES)
        return rest;
    memcpy(line, text, len);
    line[len] = 0;
    line[strcspn(line, "\r")] = 0;
    for (char *p = line; p && *n < FIELDS_MAX;) {
        fields[(*n)++] = p;
        p = strchr(p, ':');
        if (p)
            *p++ = 0;
    }
    return rest;
}

bool passwd_find(const char *text, const char *name, uint32_t uid, struct passwd_entry *out)
{
    static char line[LINE_MAX_BYTES];
    char *f[FIELDS_MAX];
    size_t n;
    while ((text = next_line(text, line, f, &n))) {
        if (n < 4 || !f[0][0] || !id_parse(f[2], &out->uid) || !id_parse(f[3], &out->gid))
            continue;
        if (name ? strcmp(f[0], name) != 0 : out->uid != uid)
            continue;
        snprintf(out->name, sizeof out->name, "%s", f[0]);
        snprintf(out->home, sizeof out->home, "%s", n > 5 ? f[5] : "");
        return true;
    }
    return false;
}

bool group_find(const char *text, const char *name, uint32_t gid, uint32_t *out)
{
    static char line[LINE_MAX_BYTES];
    char *f[FIELDS_MAX];
    size_t n;
    while ((text = next_line(text, line, f, &n)))
        if (n >= 3 && f[0][0] && id_parse(f[2], out)
            && (name ? strcmp(f[0], name) == 0 : *out == gid))
            return true;
    return false;
}

static bool lists(const char *members, const char *user)
{
    size_t len = strlen(user);
    for (const char *p = members; *p; p += strspn(p, ",")) {
        size_t n = strcspn(p, ",");
        if (n == len && memcmp(p, user, n) == 0)
            return true;
        p += n;
    }
    return false;
}

size_t group_of_member(const char *text, const char *user, uint32_t *out, size_t max)
{
    static char line[LINE_MAX_BYTES];
    char *f[FIELDS_MAX];
    size_t n, found = 0;
    uint32_t gid;
    while (found < max && (text = next_line(text, line, f, &n)))
        if (n >= 4 && id_parse(f[2], &gid) && lists(f[3], user))
            out[found++] = gid;
    return found;
}
