#define _GNU_SOURCE
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "config.h"

static const char *const ns_names[] = {"mount", "pid", "uts", "ipc", "network", "cgroup", "user",
                                       "time", NULL};

static int read_namespaces(struct config *c, const struct json *list, struct err *e)
{
    struct entry { const char *type, *path; };
    static const struct field fields[] = {
        {"type", F_STRING | F_REQUIRED, offsetof(struct entry, type)},
        {"path", F_STRING, offsetof(struct entry, path)},
        FIELDS_END};
    for (const struct json *n = list ? list->first : NULL; n; n = n->next) {
        struct entry entry = {0};
        if (decode(c->doc, n, fields, false, &entry, e) < 0)
            return -1;
        int kind = decode_name(ns_names, entry.type);
        if (kind < 0)
            return json_error(e, c->doc, n, "unknown namespace %s", entry.type);
        if (c->ns[kind].listed)
            return json_error(e, c->doc, n, "namespace %s is given twice", entry.type);
        if (entry.path && entry.path[0] && entry.path[0] != '/')
            return json_error(e, c->doc, n, "path %s is not absolute", entry.path);
        c->ns[kind].listed = true;
        c->ns[kind].path = entry.path && entry.path[0] ? entry.path : NULL;
    }
    if (!c->ns[NS_MOUNT].listed || c->ns[NS_MOUNT].path)
        return json_error(e, c->doc, list, "a new mount namespace is needed");
    return 0;
}

int config_id_maps(struct config *c, const struct json *list, struct id_map **out, size_t *len,
                   struct err *e)
{
    static const struct field fields[] = {
        {"containerID", F_ID | F_REQUIRED, offsetof(struct id_map, inside)},
        {"hostID", F_ID | F_REQUIRED, offsetof(struct id_map, outside)},
        {"size", F_ID | F_REQUIRED, offsetof(struct id_map, size)},
        FIELDS_END};
    if (!list)
        return 0;
    *out = json_alloc(c->doc, (list->len + 1) * sizeof **out);
    for (const struct json *n = list->first; n; n = n->next)
        if (decode(c->doc, n, fields, false, &(*out)[(*len)++], e) < 0)
            return -1;
    return 0;
}

static int read_devices(struct config *c, const struct json *list, struct err *e)
{
    struct entry { const char *path, *type; uint64_t major, minor; struct opt_uint mode;
                   uint32_t uid, gid; };
    static const struct field fields[] = {
        {"path", F_STRING | F_REQUIRED, offsetof(struct entry, path)},
        {"type", F_STRING | F_REQUIRED, offsetof(struct entry, type)},
        {"major", F_UINT, offsetof(struct entry, major)},
        {"minor", F_UINT, offsetof(struct entry, minor)},
        {"fileMode", F_OPT_UINT, offsetof(struct entry, mode)},
        {"uid", F_ID, offsetof(struct entry, uid)},
        {"gid", F_ID, offsetof(struct entry, gid)},
        FIELDS_END};
    static const char *const types[] = {"c", "u", "b", "p", NULL};
    static const uint32_t modes[] = {S_IFCHR, S_IFCHR, S_IFBLK, S_IFIFO};
    if (!list)
        return 0;
    c->devices = json_alloc(c->doc, (list->len + 1) * sizeof *c->devices);
    for (const struct json *n = list->first; n; n = n->next) {
        struct entry d = {0};
        if (decode(c->doc, n, fields, false, &d, e) < 0)
            return -1;
        int type = decode_name(types, d.type);
        if (type < 0 || d.path[0] != '/' || d.major > 0xFFF || d.minor > 0xFFFFF)
            return json_error(e, c->doc, n, "not a usable device");
        uint32_t mode = d.mode.set ? (uint32_t)d.mode.v & 07777 : 0666;
        c->devices[c->devices_len++] = (struct device){
            d.path, modes[type] | mode, (uint32_t)d.major, (uint32_t)d.minor, d.uid, d.gid};
    }
    return 0;
}

static int read_propagation(struct config *c, const struct json *node, struct err *e)
{
    static const char *const names[] = {"private", "shared", "slave", "unbindable", "rprivate",
                                        "rshared", "rslave", "runbindable", "", NULL};
    static const unsigned long flags[] = {MS_PRIVATE, MS_SHARED, MS_SLAVE, MS_UNBINDABLE};
    if (!node)
        return 0;
    int i = node->type == JSON_STRING ? decode_name(names, node->text) : -1;
    if (i < 0)
        return json_error(e, c->doc, node, "unknown propagation");
    if (i < 8)
        c->propagation = flags[i % 4] | (i >= 4 ? MS_REC : 0);
    return 0;
}

/* Known to the specification, not built yet: refused rather than dropped. */
static int refuse_unbuilt(struct config *c, const struct json *node, struct err *e)
{
    static const char *const names[] = {"netDevices", "mountLabel", "intelRdt", "memoryPolicy",
                                        "personality", NULL};
    for (const struct json *n = node->first; n; n = n->next)
        if (n->type != JSON_NULL && decode_name(names, n->key) >= 0
            && !(n->type != JSON_NUMBER && n->type != JSON_BOOL && !n->len))
            return json_error(e, c->doc, n, "is not supported");
    return 0;
}

static int check_paths(struct config *c, const struct json *node, const struct strings *paths,
                       struct err *e)
{
    for (size_t i = 0; i < paths->n; i++)
        if (paths->v[i][0] != '/')
            return json_error(e, c->doc, node, "path %s is not absolute", paths->v[i]);
    return 0;
}

int config_linux(struct config *c, const struct json *node, struct err *e)
{
    struct parts { const struct json *ns, *uid, *gid, *devices; } parts = {0};
    static const struct field fields[] = {
        {"maskedPaths", F_STRINGS, offsetof(struct config, masked)},
        {"readonlyPaths", F_STRINGS, offsetof(struct config, readonly)},
        {"cgroupsPath", F_STRING, offsetof(struct config, cgroups_path)},
        {"seccomp", F_OBJECT, offsetof(struct config, seccomp)},
        {"sysctl", F_OBJECT, offsetof(struct config, sysctl)},
        {"resources", F_OBJECT, offsetof(struct config, resources)},
        {"timeOffsets", F_OBJECT, offsetof(struct config, time_offsets)},
        FIELDS_END};
    static const struct field part_fields[] = {
        {"namespaces", F_ARRAY, offsetof(struct parts, ns)},
        {"uidMappings", F_ARRAY, offsetof(struct parts, uid)},
        {"gidMappings", F_ARRAY, offsetof(struct parts, gid)},
        {"devices", F_ARRAY, offsetof(struct parts, devices)},
        FIELDS_END};
    if (decode(c->doc, node, fields, false, c, e) < 0
        || decode(c->doc, node, part_fields, false, &parts, e) < 0
        || read_namespaces(c, parts.ns, e) < 0
        || config_id_maps(c, parts.uid, &c->uid_maps, &c->uid_maps_len, e) < 0
        || config_id_maps(c, parts.gid, &c->gid_maps, &c->gid_maps_len, e) < 0
        || read_devices(c, parts.devices, e) < 0
        || read_propagation(c, json_get(node, "rootfsPropagation"), e) < 0
        || check_paths(c, node, &c->masked, e) < 0 || check_paths(c, node, &c->readonly, e) < 0
        || refuse_unbuilt(c, node, e) < 0)
        return -1;
    bool new_user = c->ns[NS_USER].listed && !c->ns[NS_USER].path;
    if (new_user != (c->uid_maps_len && c->gid_maps_len))
        return json_error(e, c->doc, node, "a new user namespace and id mappings belong together");
    if (c->time_offsets && !(c->ns[NS_TIME].listed && !c->ns[NS_TIME].path))
        return json_error(e, c->doc, c->time_offsets, "needs a new time namespace");
    return 0;
}
