/* Processes that are started in the running container (EXEC). */
#ifndef JOCKER_EXEC_H
#define JOCKER_EXEC_H

#include "../common/json.h"
#include "../init/config.h"
#include "task.h"

/* Ended ones that nobody acknowledged; the oldest is forgotten first. */
#define EXECS_KEPT 64
#define EXEC_ID_SIZE 65

struct exec {
    struct task task;
    struct exec *next;
    char id[EXEC_ID_SIZE];
    bool running;            /* execve has succeeded */
    bool gone;               /* failed or forgotten: freed as soon as no client reads it */
    bool attached;           /* the starter's connection becomes its stream */
    struct attach_wish wish;
    uint64_t starter;        /* serial of the connection that asked */
    struct watch report;     /* what the new process says until execve */
    char *warnings;          /* rendered JSON strings, or NULL */
    int64_t drain_deadline;  /* once it ended: when its streams are given up */
};

/* An EXEC request's payload. */
struct exec_request {
    struct config config; /* its process only; borrows the request's document */
    const char *id, *user;
    struct strings groups;
    bool stdin_open, attached;
    struct attach_wish wish;
};

/* exec_request.c */
int exec_request_decode(struct json_doc *doc, struct exec_request *r, struct err *e);

/* exec.c: the request is answered now or, when the process stands, later. */
void exec_start(struct shim *s, struct conn *c, const struct exec_request *r);
struct exec *exec_find(struct shim *s, const char *id);
/* A process was waited for; true if it was one of these. */
bool execs_reaped(struct shim *s, pid_t pid, int wait_status);
/* Takes what starting processes have reported, so that their pids are known. */
void execs_take_reports(struct shim *s);
void execs_advance(struct shim *s);
/* Something is ending: the loop must not sleep for long. */
bool execs_draining(const struct shim *s);
/* Init has ended: no process is left but those that cannot die. True when all are done. */
bool execs_finished(struct shim *s);
/* The last moment: nothing of them is waited for any longer. */
void execs_give_up(struct shim *s);
/* To a control connection that is new. */
void execs_tell(struct shim *s, struct conn *c);

/* exec_render.c */
void exec_render_exit(const struct exec *x, struct buf *b);
/* `, "execs": […]` of STATE's answer, or of the exit record; nothing when there are none. */
void execs_render_state(const struct shim *s, struct buf *b);
void execs_render_exits(const struct shim *s, struct buf *b);

/* exec_creator.c: runs in a child of the shim, never returns. */
struct exec_ends {
    int report, stdio[3];
    /* as an OCI runtime; a shim's container has none of it */
    const char *bundle;
    struct shim_conf *conf;
    unsigned preserved;
};
void exec_creator_run(const struct shim *s, struct exec_request *r, struct exec_ends *ends)
    __attribute__((noreturn));

#endif
