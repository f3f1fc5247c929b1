#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../common/fd.h"
#include "resources.h"

/* What a file that has a line for each device ("8:0 1048576") says of a device that it does not
 * name. */
static const char *default_of(const char *path)
{
    const char *name = strrchr(path, '/') + 1;
    if (strcmp(name, "io.max") == 0)
        return "rbps=max wbps=max riops=max wiops=max";
    return strstr(name, "weight") && strncmp(name, "io.", 3) == 0 ? "default" : "0";
}

/* The value to write so that what is written now has never been. */
static char *old_value(const char *path, const char *text, const char *value)
{
    char *old;
    size_t key = strspn(value, "0123456789:");
    if (!key || value[key] != ' ' || !memchr(value, ':', key)) {
        key = strncmp(value, "default ", 8) == 0 ? 7 : 0;
        if (!key)
            return strdup(*text ? text : "\n");
    }
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
        if (strncmp(line, value, key + 1) == 0)
            return strndup(line, strcspn(line, "\n"));
    return asprintf(&old, "%.*s %s", (int)key, value, default_of(path)) < 0 ? NULL : old;
}

void undo_note(struct undo *u, const char *path, const char *value)
{
    cleanup_free char *text = NULL;
    struct err ignored;
    size_t len;
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fd_read_all(fd, path, 1 << 16, &text, &len, &ignored) < 0)
        return; /* write-only: nothing can be given back */
    struct undo_entry *more = realloc(u->v, (u->n + 1) * sizeof *u->v);
    if (!more)
        return;
    u->v = more;
    u->v[u->n++] = (struct undo_entry){strdup(path), old_value(path, text, value)};
}

void undo_all(struct undo *u)
{
    for (size_t i = u->n; i > 0; i--)
        if (u->v[i - 1].path && u->v[i - 1].value)
            fd_put(AT_FDCWD, u->v[i - 1].path, u->v[i - 1].value);
}

void undo_free(struct undo *u)
{
    for (size_t i = 0; i < u->n; i++) {
        free(u->v[i].path);
        free(u->v[i].value);
    }
    free(u->v);
}
