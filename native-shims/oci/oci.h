/*
 * jocker-oci: the command line of an OCI runtime, as runc has it. No process of ours stays: the
 * container's init becomes a child of whoever called `create` (its subreaper), has its stdio, and
 * waits on a socket in its state directory until `start` speaks to it.
 */
#ifndef JOCKER_OCI_H
#define JOCKER_OCI_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "../common/buf.h"
#include "../common/cgroups.h"
#include "../common/err.h"
#include "../common/json.h"
#include "../init/config.h"

#define OCI_VERSION "1.2.0"
#define OCI_DEFAULT_ROOT "/run/jocker-oci"

/* The global options. */
struct oci {
    const char *root, *log, *log_format;
    bool debug, systemd_cgroup;
};

/* A verb gets its own name as argv[0]. Returns the exit code, or -1 with the error filled. */
typedef int verb_fn(const struct oci *o, int argc, char **argv, struct err *e);
verb_fn verb_create, verb_start, verb_run, verb_state, verb_kill, verb_delete, verb_exec, verb_list,
    verb_ps, verb_pause, verb_resume, verb_update, verb_events, verb_spec, verb_features;

int oci_main(int argc, char **argv);

/* protect.c: starts again from a file that nobody can write, unless that is done. */
int protect_self(char **argv, struct err *e);

/* What --help or a wrong option prints; returns -1. */
int usage_error(struct err *e, const char *verb, const char *words);
/* The one argument behind the options: a container's id. */
int only_id(int argc, char **argv, const char **id, struct err *e);

/* ---- state.c ---- */

enum oci_status { OCI_CREATED, OCI_RUNNING, OCI_PAUSED, OCI_STOPPED };

struct container {
    char *dir; /* its state directory */
    struct json_doc *doc;
    const char *id, *bundle, *rootfs, *created, *cgroup;
    int64_t pid;
    uint64_t start_time;
    struct cgroups cgroups;
};

int container_check_id(const char *id, struct err *e);
/* Fails with ENOENT when there is none of that id. */
int container_load(const struct oci *o, const char *id, struct container *c, struct err *e);
void container_free(struct container *c);
#define cleanup_container __attribute__((cleanup(container_free)))
enum oci_status container_status(const struct container *c);
const char *status_name(enum oci_status status);
/* Writes state.json. */
int container_save(const struct container *c, struct err *e);
/* The configuration as it was at its creation. */
int container_config(const struct container *c, struct config *config, struct err *e);
/* A file's path in the state directory. */
void container_file(const struct container *c, const char *name, char out[PATH_MAX]);
/* `start` was heard. */
int container_mark_started(const struct container *c, struct err *e);

/* ---- console.c ---- */

/* Hands the terminal's master to whoever listens at path. */
int console_send(const char *path, int master, struct err *e);

/* ---- shared by create, run and exec ---- */

struct create_options {
    const char *bundle, *pid_file, *console_socket;
    unsigned preserved;
    bool no_pivot, keep, detach;
    int *master; /* run in the foreground: where the terminal's master goes; NULL: --console-socket */
};
int container_create(const struct oci *o, const char *id, const struct create_options *options,
                     struct err *e);
int container_start(const struct container *c, struct err *e);
int container_delete(const struct container *c, bool force, struct err *e);
int pid_file_write(const char *path, pid_t pid, struct err *e);
/* Waits for a child, handing on every signal meanwhile; its exit code. master: -1 for none. */
int wait_forwarding(pid_t pid, int master);
/* Blocks what wait_forwarding hands on; before the child can end. */
void block_signals(void);

/* signals.c: "TERM", "SIGTERM", "15", "RTMIN+3"; -1 if there is none such. */
int signal_number(const char *name);

#endif
