/*
 * /etc/passwd and /etc/group of a container, read as Docker reads them: the first matching line
 * wins, malformed lines are skipped. Text in, numbers out; no files are opened here.
 */
#ifndef JOCKER_PASSWD_H
#define JOCKER_PASSWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PASSWD_MAX_BYTES (10u << 20)

struct passwd_entry {
    char name[256];
    uint32_t uid, gid;
    char home[1024];
};

/* By name, or by uid when name is NULL. */
bool passwd_find(const char *text, const char *name, uint32_t uid, struct passwd_entry *out);

/* By name, or by gid when name is NULL. */
bool group_find(const char *text, const char *name, uint32_t gid, uint32_t *out);

/* The groups that list the user as a member, at most max; returns their number. */
size_t group_of_member(const char *text, const char *user, uint32_t *out, size_t max);

/* A decimal number of at most 2^31-1. */
bool id_parse(const char *text, uint32_t *out);
/* True if text is all digits, whether in range or not. */
bool id_is_number(const char *text);

#endif
