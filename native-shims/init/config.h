/*
 * config.json (OCI runtime specification 1.2) and shim.json as C values.
 *
 * What we read is validated; known fields with values that we do not know are errors; known
 * features that are not built yet are refused by name, never ignored. All memory belongs to the
 * two documents.
 */
#ifndef JOCKER_CONFIG_H
#define JOCKER_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "../common/decode.h"
#include "../common/json.h"

enum ns_kind { NS_MOUNT, NS_PID, NS_UTS, NS_IPC, NS_NETWORK, NS_CGROUP, NS_USER, NS_TIME, NS_COUNT };

struct ns {
    bool listed;      /* in linux.namespaces: new, or joined when path is set */
    const char *path; /* NULL: a new one */
};

struct id_map {
    uint32_t inside, outside, size;
};

struct mount_entry {
    const char *destination, *type, *source;
    struct strings options;
    struct id_map *uid_maps, *gid_maps; /* of an id-mapped mount */
    size_t uid_maps_len, gid_maps_len;
};

struct device {
    const char *path;
    uint32_t mode;  /* S_IFCHR, S_IFBLK or S_IFIFO, and permissions */
    uint32_t major, minor;
    uint32_t uid, gid;
};

struct rlimit_entry {
    const char *name;
    int resource;
    uint64_t soft, hard;
};

struct caps {
    uint64_t bounding, permitted, effective, inheritable, ambient; /* bit n: capability n */
};

struct user {
    uint32_t uid, gid;
    struct ids groups;
    struct opt_uint umask;
    const char *home; /* NULL until resolved */
};

struct process {
    bool terminal, no_new_privs, has_caps;
    uint32_t width, height; /* 0: not set */
    struct strings args, env;
    const char *cwd, *apparmor;
    struct user user;
    struct caps caps;
    struct rlimit_entry *rlimits;
    size_t rlimits_len;
    struct opt_int oom_score_adj;
};

enum hook_kind { HOOK_PRESTART, HOOK_CREATE_RUNTIME, HOOK_CREATE_CONTAINER, HOOK_START_CONTAINER,
                 HOOK_POSTSTART, HOOK_POSTSTOP, HOOK_KINDS };

struct hook {
    const char *path;
    struct strings args, env;
    struct opt_int timeout; /* seconds */
};

struct config {
    struct json_doc *doc;
    const char *bundle; /* what relative paths start from; NULL: there may be none */
    const char *root, *hostname, *domainname;
    bool root_readonly;
    struct process process;
    struct mount_entry *mounts;
    size_t mounts_len;
    struct device *devices;
    size_t devices_len;
    struct ns ns[NS_COUNT];
    struct id_map *uid_maps, *gid_maps;
    size_t uid_maps_len, gid_maps_len;
    struct strings masked, readonly;
    const char *cgroups_path;
    unsigned long propagation; /* MS_SHARED… of rootfsPropagation, 0 when not given */
    const struct json *seccomp, *sysctl, *resources, *time_offsets, *annotations;
    struct hook *hooks[HOOK_KINDS];
    size_t hooks_len[HOOK_KINDS];
};

/* Reads path. bundle (or NULL) is what relative paths in it start from. The result's document is
 * freed by config_free. */
int config_load(const char *path, const char *bundle, struct config *c, struct err *e);
void config_free(struct config *c);

/* Parts of config_load, each in its own file. */
int config_process(struct config *c, const struct json *node, struct err *e);
int config_linux(struct config *c, const struct json *node, struct err *e);
int config_hooks(struct config *c, const struct json *node, struct err *e);
int config_id_maps(struct config *c, const struct json *list, struct id_map **out, size_t *len,
                   struct err *e);

struct overlay {
    bool present, is_volatile;
    struct strings lower; /* topmost first */
    const char *upper, *work;
};

enum log_kind { LOG_NONE, LOG_JSON_FILE, LOG_LOCAL, LOG_SYSLOG, LOG_JOURNALD };

struct log_conf {
    enum log_kind kind;
    bool non_blocking, compress;
    uint64_t max_buffer; /* bytes on the way to the writer, when not blocking */
    /* files */
    const char *path;
    uint64_t max_size, max_file;
    const struct json *attrs; /* NULL: none */
    /* syslog */
    const char *address, *facility, *tag, *format;
    /* journald */
    const struct json *fields;
    const char *socket;
};

/* log_conf.c */
int log_conf_read(struct json_doc *doc, const struct json *node, struct log_conf *out,
                  struct err *e);

struct shim_conf {
    struct json_doc *doc;
    const char *id, *user, *exit_path, *seccomp_cache;
    struct overlay overlay;
    struct strings groups;
    bool keep_stdin, durable, make_cwd, init;
    const char *runtime;         /* another OCI runtime's path; NULL: ours */
    struct strings runtime_args; /* before its verb */
    struct log_conf log;
};

int shim_conf_load(const char *path, struct shim_conf *c, struct err *e);
void shim_conf_free(struct shim_conf *c);

#endif
