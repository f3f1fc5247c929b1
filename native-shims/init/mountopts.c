#define _GNU_SOURCE
#include "mountopts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>

#include "../common/sys.h"

struct attr_name { const char *name; uint64_t set, clear; };

/* Setting any of the access time modes means clearing the field first. */
static const struct attr_name attrs[] = {
    {"ro", K_ATTR_RDONLY, 0}, {"rw", 0, K_ATTR_RDONLY},
    {"nosuid", K_ATTR_NOSUID, 0}, {"suid", 0, K_ATTR_NOSUID},
    {"nodev", K_ATTR_NODEV, 0}, {"dev", 0, K_ATTR_NODEV},
    {"noexec", K_ATTR_NOEXEC, 0}, {"exec", 0, K_ATTR_NOEXEC},
    {"noatime", K_ATTR_NOATIME, K_ATTR_ATIME}, {"atime", 0, K_ATTR_ATIME},
    {"strictatime", K_ATTR_STRICTATIME, K_ATTR_ATIME}, {"nostrictatime", 0, K_ATTR_ATIME},
    {"relatime", 0, K_ATTR_ATIME}, {"norelatime", 0, K_ATTR_ATIME},
    {"nodiratime", K_ATTR_NODIRATIME, 0}, {"diratime", 0, K_ATTR_NODIRATIME},
    {"nosymfollow", K_ATTR_NOSYMFOLLOW, 0}, {"symfollow", 0, K_ATTR_NOSYMFOLLOW},
    {NULL, 0, 0}};

static const struct { const char *name; unsigned long flags; } propagations[] = {
    {"private", MS_PRIVATE}, {"rprivate", MS_PRIVATE | MS_REC},
    {"shared", MS_SHARED}, {"rshared", MS_SHARED | MS_REC},
    {"slave", MS_SLAVE}, {"rslave", MS_SLAVE | MS_REC},
    {"unbindable", MS_UNBINDABLE}, {"runbindable", MS_UNBINDABLE | MS_REC},
    {NULL, 0}};

static const char *const refused[] = {"remount", "mand", "iversion", "noiversion", "silent", "loud",
                                      NULL};

static const struct attr_name *find_attr(const char *name)
{
    for (const struct attr_name *a = attrs; a->name; a++)
        if (strcmp(a->name, name) == 0)
            return a;
    return NULL;
}

static void apply(uint64_t *set, uint64_t *clear, const struct attr_name *a)
{
    *set = (*set & ~a->clear) | a->set;
    *clear = (*clear & ~a->set) | a->clear;
}

/* True if the option was one of ours. */
static bool parse_one(const char *name, struct mount_opts *o)
{
    const struct attr_name *a;
    for (int i = 0; propagations[i].name; i++) {
        if (strcmp(propagations[i].name, name) == 0) {
            o->propagation = propagations[i].flags;
            return true;
        }
    }
    if ((a = find_attr(name))) {
        apply(&o->set, &o->clear, a);
        return true;
    }
    if (name[0] == 'r' && (a = find_attr(name + 1))) {
        apply(&o->rec_set, &o->rec_clear, a);
        return true;
    }
    if (strcmp(name, "bind") == 0 || strcmp(name, "rbind") == 0) {
        o->bind = true;
        o->rbind |= name[0] == 'r';
        return true;
    }
    if (strcmp(name, "idmap") == 0 || strcmp(name, "ridmap") == 0) {
        o->idmap = true;
        o->idmap_rec |= name[0] == 'r';
        return true;
    }
    if (strcmp(name, "tmpcopyup") == 0)
        return o->copyup = true;
    return strcmp(name, "defaults") == 0 || strcmp(name, "") == 0 || strcmp(name, "nomand") == 0;
}

int mount_opts_parse(const struct strings *options, const char *target, struct mount_opts *o,
                     struct err *e)
{
    memset(o, 0, sizeof *o);
    for (size_t i = 0; i < options->n; i++) {
        const char *name = options->v[i];
        if (decode_name(refused, name) >= 0 || strncmp(name, "idmap=", 6) == 0
            || strncmp(name, "ridmap=", 7) == 0)
            return err_set(e, EINVAL, "mount", target, "mount %s: option %s is not supported",
                           target, name);
        if (parse_one(name, o))
            continue;
        if (o->data_len == MOUNT_DATA_MAX)
            return err_set(e, E2BIG, "mount", target, "mount %s: more than %d options", target,
                           MOUNT_DATA_MAX);
        o->data[o->data_len++] = name;
    }
    if (o->bind && o->copyup)
        return err_set(e, EINVAL, "mount", target, "mount %s: tmpcopyup is for tmpfs only", target);
    if (o->bind && o->data_len)
        return err_set(e, EINVAL, "mount", target, "mount %s: a bind mount has no option %s",
                       target, o->data[0]);
    return 0;
}

const char *mount_opts_value(const struct mount_opts *o, const char *key)
{
    size_t n = strlen(key);
    for (size_t i = 0; i < o->data_len; i++)
        if (strncmp(o->data[i], key, n) == 0 && o->data[i][n] == '=')
            return o->data[i] + n + 1;
    return NULL;
}

const char *mount_opts_name(size_t i)
{
    static const char *const others[] = {"bind", "rbind", "idmap", "ridmap", "tmpcopyup", "defaults"};
    static char recursive[32];
    size_t plain = sizeof attrs / sizeof *attrs - 1;
    size_t more = sizeof propagations / sizeof *propagations - 1;
    if (i < plain)
        return attrs[i].name;
    if ((i -= plain) < plain) {
        snprintf(recursive, sizeof recursive, "r%s", attrs[i].name);
        return recursive;
    }
    if ((i -= plain) < more)
        return propagations[i].name;
    return (i -= more) < sizeof others / sizeof *others ? others[i] : NULL;
}
