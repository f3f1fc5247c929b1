#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../common/fd.h"
#include "../common/path.h"
#include "launch.h"
#include "passwd.h"

#define GROUPS_MAX 1024

struct lookup {
    struct launch *l;
    char *passwd, *group; /* "" when the file is missing */
    uint32_t ids[GROUPS_MAX];
    size_t n;
};

/* The text of a file of the container's tree; "" if there is none. Regular files only: a pipe
 * or a device in an image must not block or feed us. */
static int read_text(int root, const char *path, char **text, struct err *e)
{
    struct stat st;
    size_t len;
    cleanup_fd int fd = path_open(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        *text = strdup("");
        return 0;
    }
    if (fd < 0 || fstat(fd, &st) < 0)
        return err_sys(e, "open", path);
    if (!S_ISREG(st.st_mode))
        return err_set(e, EINVAL, "open", path, "%s: not a regular file", path);
    return fd_read_all(fd, path, PASSWD_MAX_BYTES, text, &len, e);
}

static int out_of_range(const char *what, struct err *e)
{
    return err_set(e, ERANGE, "find", what, "uids and gids must be in range 0-%d", INT32_MAX);
}

static void add_group(struct lookup *k, uint32_t gid)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->ids[i] == gid)
            return;
    if (k->n < GROUPS_MAX)
        k->ids[k->n++] = gid;
}

/* "name" or "7": fills u's uid and gid; *known is the user's name in passwd, "" if none. */
static int find_user(struct lookup *k, const char *name, struct user *u, char known[256],
                     struct err *e)
{
    struct passwd_entry entry;
    uint32_t uid = 0;
    bool numeric = id_is_number(name);
    if (numeric && !id_parse(name, &uid))
        return out_of_range(name, e);
    known[0] = 0;
    if (passwd_find(k->passwd, numeric || !*name ? NULL : name, uid, &entry)) {
        u->uid = entry.uid;
        u->gid = entry.gid;
        snprintf(known, 256, "%s", entry.name);
        return 0;
    }
    if (*name && !numeric)
        return err_set(e, ENOENT, "find user", name,
                       "unable to find user %s: no matching entries in passwd file", name);
    u->uid = uid;
    u->gid = 0;
    return 0;
}

static int find_group(struct lookup *k, const char *name, uint32_t *gid, struct err *e)
{
    if (id_is_number(name))
        return id_parse(name, gid) ? 0 : out_of_range(name, e);
    if (group_find(k->group, name, 0, gid))
        return 0;
    return err_set(e, ENOENT, "find group", name,
                   "unable to find group %s: no matching entries in group file", name);
}

/* An image's or a user's "name:group". With the group named, the user's other groups are not
 * taken, as in Docker. */
static int resolve_spec(struct lookup *k, const char *spec, struct user *u, struct err *e)
{
    char name[256], known[256];
    const char *colon = strchr(spec, ':');
    size_t n = colon ? (size_t)(colon - spec) : strlen(spec);
    if (n >= sizeof name)
        return err_set(e, EINVAL, "find user", spec, "the user's name is too long");
    memcpy(name, spec, n);
    name[n] = 0;
    if (find_user(k, name, u, known, e) < 0)
        return -1;
    if (colon && colon[1]) {
        if (find_group(k, colon + 1, &u->gid, e) < 0)
            return -1;
        add_group(k, u->gid);
        return 0;
    }
    add_group(k, u->gid);
    if (known[0]) {
        uint32_t more[GROUPS_MAX];
        size_t count = group_of_member(k->group, known, more, GROUPS_MAX);
        for (size_t i = 0; i < count; i++)
            add_group(k, more[i]);
    }
    return 0;
}

static int add_extra_groups(struct lookup *k, struct err *e)
{
    const struct strings *names = &k->l->shim->groups;
    for (size_t i = 0; i < names->n; i++) {
        uint32_t gid;
        if (find_group(k, names->v[i], &gid, e) < 0)
            return -1;
        add_group(k, gid);
    }
    return 0;
}

static int resolve(struct lookup *k, struct err *e)
{
    struct user *u = &k->l->config->process.user;
    struct json_doc *doc = k->l->config->doc;
    const struct ids given = u->groups;
    struct passwd_entry entry;
    if (k->l->shim->user) {
        if (resolve_spec(k, k->l->shim->user, u, e) < 0)
            return -1;
    } else {
        for (size_t i = 0; i < given.n; i++)
            add_group(k, given.v[i]);
    }
    if (add_extra_groups(k, e) < 0)
        return -1;
    u->groups.n = k->n;
    u->groups.v = json_alloc(doc, (k->n + 1) * sizeof *u->groups.v);
    memcpy(u->groups.v, k->ids, k->n * sizeof *u->groups.v);
    u->home = "/";
    if (passwd_find(k->passwd, NULL, u->uid, &entry) && entry.home[0]) {
        char *home = json_alloc(doc, strlen(entry.home) + 1);
        u->home = strcpy(home, entry.home);
    }
    return 0;
}

int identity_resolve(struct launch *l, struct err *e)
{
    static struct lookup k; /* large */
    k = (struct lookup){.l = l};
    int result = read_text(l->root, "/etc/passwd", &k.passwd, e) < 0
                         || read_text(l->root, "/etc/group", &k.group, e) < 0
                     ? -1 : resolve(&k, e);
    free(k.passwd);
    free(k.group);
    return result;
}
