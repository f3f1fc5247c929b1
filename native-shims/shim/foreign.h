/*
 * A container under another OCI runtime (shim.json's `runtime`): that program creates, starts,
 * pauses, executes in and deletes it; ours stays its parent, owns its streams, log and exit
 * record, and mounts its root, in a mount namespace of the shim's own.
 */
#ifndef JOCKER_FOREIGN_H
#define JOCKER_FOREIGN_H

#include "../common/json.h"
#include "../init/config.h"
#include "exec.h"

struct foreign {
    char *id;
    char *dir;    /* of the runtime: bundle/, state/, log */
    char *root;   /* where the container's tree is mounted */
    char **args;  /* path, and what comes before the verb; ends with NULL */
};

/* Mounts the root, writes the bundle, creates the container. */
int foreign_create(struct shim *s, struct err *e);
int foreign_start(struct shim *s, struct err *e);
/* Starts a process with these ends of its streams; its pid, or -1. */
pid_t foreign_exec(struct shim *s, const struct exec_request *r, struct exec *x, const int stdio[3],
                   struct err *e);
int foreign_signal(struct shim *s, int sig, bool all, struct err *e);
/* "pause", "resume" */
int foreign_verb(struct shim *s, const char *verb, struct err *e);
/* resources is the request's text. */
int foreign_update(struct shim *s, const char *resources, size_t len, struct err *e);
void foreign_delete(struct shim *s);

/* ---- foreign_run.c ---- */

/* Runs the runtime with a verb and its arguments (up to NULL) to its end. stdio may be NULL: then
 * its streams are /dev/null. A failure is told in the runtime's own words. */
int foreign_run(const struct foreign *f, const int *stdio, struct err *e, const char *verb, ...)
    __attribute__((sentinel));
/* A number from a file that the runtime wrote. */
pid_t foreign_read_pid(const char *path, struct err *e);
/* Takes the terminal's master from a console socket that was listened at. */
int foreign_listen(const char *path, struct err *e);
int foreign_accept(int listener, struct err *e);

/* ---- foreign_config.c: the bundle's config.json, and an exec's process ---- */

/* The text of the configuration with the user resolved, and with the tiny init where it is asked
 * for: tinyinit is its path, or NULL. */
int foreign_render_config(struct config *c, struct shim_conf *conf, const char *tinyinit,
                          struct buf *out, struct err *e);
int foreign_render_process(struct config *c, struct shim_conf *conf, const struct json *process,
                           struct buf *out, struct err *e);

#endif
