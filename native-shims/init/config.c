#define _GNU_SOURCE
#include "config.h"

#include <stdio.h>
#include <string.h>

/* A relative path of the configuration as an absolute one, where there is a bundle. */
static const char *from_bundle(struct config *c, const char *path)
{
    if (path[0] == '/' || !c->bundle)
        return path;
    size_t size = strlen(c->bundle) + strlen(path) + 2;
    char *full = json_alloc(c->doc, size);
    snprintf(full, size, "%s/%s", c->bundle, path);
    return full;
}

static bool is_bind(const struct mount_entry *m)
{
    bool bind = m->type && strcmp(m->type, "bind") == 0;
    for (size_t i = 0; i < m->options.n; i++)
        bind |= strcmp(m->options.v[i], "bind") == 0 || strcmp(m->options.v[i], "rbind") == 0;
    return bind;
}

struct maps { const struct json *uids, *gids; };

static int read_mounts(struct config *c, const struct json *list, struct err *e)
{
    static const struct field fields[] = {
        {"destination", F_STRING | F_REQUIRED, offsetof(struct mount_entry, destination)},
        {"type", F_STRING, offsetof(struct mount_entry, type)},
        {"source", F_STRING, offsetof(struct mount_entry, source)},
        {"options", F_STRINGS, offsetof(struct mount_entry, options)},
        FIELDS_END};
    static const struct field map_fields[] = {
        {"uidMappings", F_ARRAY, offsetof(struct maps, uids)},
        {"gidMappings", F_ARRAY, offsetof(struct maps, gids)},
        FIELDS_END};
    if (!list)
        return 0;
    c->mounts = json_alloc(c->doc, (list->len + 1) * sizeof *c->mounts);
    for (const struct json *n = list->first; n; n = n->next) {
        struct mount_entry *m = &c->mounts[c->mounts_len++];
        struct maps maps = {0};
        if (decode(c->doc, n, fields, false, m, e) < 0
            || decode(c->doc, n, map_fields, false, &maps, e) < 0
            || config_id_maps(c, maps.uids, &m->uid_maps, &m->uid_maps_len, e) < 0
            || config_id_maps(c, maps.gids, &m->gid_maps, &m->gid_maps_len, e) < 0)
            return -1;
        if (m->source && is_bind(m))
            m->source = from_bundle(c, m->source);
        if (m->destination[0] != '/')
            return json_error(e, c->doc, n, "destination %s is not absolute", m->destination);
        if (!m->uid_maps_len != !m->gid_maps_len)
            return json_error(e, c->doc, n, "uidMappings and gidMappings belong together");
    }
    return 0;
}

static int check_version(struct config *c, const char *version, struct err *e)
{
    if (strncmp(version, "1.", 2) != 0)
        return json_error(e, c->doc, json_root(c->doc), "ociVersion %s is not 1.x", version);
    return 0;
}

static int read_root(struct config *c, const struct json *root, struct err *e)
{
    struct { const char *path; bool readonly; } value = {0};
    static const struct field fields[] = {
        {"path", F_STRING | F_REQUIRED, 0},
        {"readonly", F_BOOL, sizeof(char *)},
        FIELDS_END};
    if (decode(c->doc, root, fields, false, &value, e) < 0)
        return -1;
    c->root = from_bundle(c, value.path);
    if (c->root[0] != '/')
        return json_error(e, c->doc, root, "path %s is not absolute", value.path);
    c->root_readonly = value.readonly;
    return 0;
}

static int read_top(struct config *c, struct err *e)
{
    struct top {
        const char *version, *hostname, *domainname;
        const struct json *root, *process, *mounts, *hooks, *annotations, *lnx;
    } top = {0};
    static const struct field fields[] = {
        {"ociVersion", F_STRING | F_REQUIRED, offsetof(struct top, version)},
        {"hostname", F_STRING, offsetof(struct top, hostname)},
        {"domainname", F_STRING, offsetof(struct top, domainname)},
        {"root", F_OBJECT | F_REQUIRED, offsetof(struct top, root)},
        {"process", F_OBJECT | F_REQUIRED, offsetof(struct top, process)},
        {"mounts", F_ARRAY, offsetof(struct top, mounts)},
        {"hooks", F_OBJECT, offsetof(struct top, hooks)},
        {"annotations", F_OBJECT, offsetof(struct top, annotations)},
        {"linux", F_OBJECT | F_REQUIRED, offsetof(struct top, lnx)},
        FIELDS_END};
    if (decode(c->doc, json_root(c->doc), fields, false, &top, e) < 0
        || check_version(c, top.version, e) < 0 || read_root(c, top.root, e) < 0
        || read_mounts(c, top.mounts, e) < 0 || config_hooks(c, top.hooks, e) < 0
        || config_process(c, top.process, e) < 0 || config_linux(c, top.lnx, e) < 0)
        return -1;
    c->annotations = top.annotations;
    c->hostname = top.hostname;
    c->domainname = top.domainname;
    if ((c->hostname || c->domainname) && !c->ns[NS_UTS].listed)
        return json_error(e, c->doc, NULL, "a host name needs a uts namespace");
    return 0;
}

int config_load(const char *path, const char *bundle, struct config *c, struct err *e)
{
    memset(c, 0, sizeof *c);
    c->bundle = bundle;
    if (json_parse_file(path, &c->doc, e) < 0)
        return -1;
    return read_top(c, e);
}

void config_free(struct config *c)
{
    json_free(c->doc);
    memset(c, 0, sizeof *c);
}
