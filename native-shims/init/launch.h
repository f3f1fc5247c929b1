/*
 * The process that becomes the container's init, or joins it: from clone3 to execve. It talks to
 * its shim through one socket of reports; each step is a function of its own, in the file that
 * the comment names. Every step returns -1 with the error filled.
 */
#ifndef JOCKER_LAUNCH_H
#define JOCKER_LAUNCH_H

#include <sys/types.h>

#include "../common/cgroups.h"
#include "../common/err.h"
#include "config.h"
#include "seccomp.h"

enum report_kind {
    REPORT_ERROR,   /* err */
    REPORT_CGROUP,  /* cgroup: from now on there may be something to remove */
    REPORT_CREATED, /* pid, terminal */
    REPORT_PTY,     /* descriptors: master and slave */
    REPORT_WARNING, /* err.message */
    REPORT_HOOKS,   /* the time of prestart and createRuntime; the process waits for one byte */
    REPORT_READY,   /* all set up; init waits for one byte, then executes */
};

struct report {
    enum report_kind kind;
    pid_t pid;
    bool terminal;
    char cgroup[256]; /* cgroupsPath, "" for none */
    struct err err;
};

struct launch {
    struct config *config;
    struct shim_conf *shim;
    int report;   /* socket to the shim */
    int gate;     /* one byte: go on (the id maps are written, the pid is known) */
    int container; /* a pidfd of the container's init, which this process joins; -1: this is init */
    int tasks[CGROUPS_MAX]; /* version 1 groups to join, -1 for none */
    int stdio[3]; /* descriptors for the process; with a terminal replaced by the slave */
    int root;     /* the new root's mount; given by the creator, or -1 until it is made */
    int root_target; /* the place where it is mounted */
    int *binds;   /* detached clones of bind sources, by index of config->mounts; -1 for none */
    struct seccomp_program filter;
    char *program; /* what args[0] was found to be */
    int init;      /* the tiny init's file, -1 for none */
    int host_proc; /* the host's /proc, where a profile is to be set; -1: none is */
    /* as an OCI runtime without a process of its own that stays */
    const char *bundle;  /* NULL: a shim's container */
    int start_listener;  /* where the word to execute comes from; -1: from the report socket */
    unsigned preserved;  /* descriptors from 3 on that the program gets */
    bool no_pivot;
};

/* Run in the cloned process; never return. launch.c: init; exec.c: what joins a container. */
void launch_run(struct launch *l) __attribute__((noreturn));
void exec_run(struct launch *l) __attribute__((noreturn));

/* process.c: what both have in common. */
void launch_warn(struct launch *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Session, control groups, namespace's root. */
int process_begin(struct launch *l, struct err *e);
/* Everything that is done in the finished tree. */
int process_prepare(struct launch *l, struct err *e);
int process_execute(struct launch *l, struct err *e);

/* rootfs.c: the first before anything else, with the rights of the host's root. */
int rootfs_open_target(struct launch *l, struct err *e);
int rootfs_mount(struct launch *l, struct err *e);
int rootfs_pivot(struct launch *l, struct err *e);

/* mounts.c: sources are cloned by the creator, who has the host's tree and rights; then mounted
 * one by one in the new process. */
int mounts_open_binds(struct launch *l, struct err *e);
int mounts_do(struct launch *l, struct err *e);

/* mount_cgroup.c: the "cgroup" file system at target. */
int mount_cgroups(struct launch *l, const struct mount_entry *m, int target, struct err *e);

/* devices.c */
int devices_make(struct launch *l, struct err *e);

/* console.c */
int console_make(struct launch *l, struct err *e);
int stdio_install(struct launch *l, struct err *e);

/* protect.c */
int protect_paths(struct launch *l, struct err *e);

/* loopback.c */
int loopback_up(const struct config *c, struct err *e);

/* sysctl.c */
int sysctl_write(struct launch *l, struct err *e);

/* identity.c: fills config->process.user. */
int identity_resolve(struct launch *l, struct err *e);

/* privileges.c */
int rlimits_set(struct launch *l, struct err *e);
int privileges_become_user(struct launch *l, struct err *e);
int privileges_drop(struct launch *l, struct err *e);
void privileges_raise(struct launch *l);

/* apparmor.c: the first in the creator, the second in the new process: for its next execve. */
int apparmor_prepare(struct launch *l, struct err *e);
int apparmor_apply(struct launch *l, struct err *e);

/* cwd.c */
int cwd_make(struct launch *l, struct err *e);
int cwd_enter_as_root(struct launch *l, bool *entered, struct err *e);
int cwd_enter_as_user(struct launch *l, bool entered, struct err *e);

/* program.c */
int program_find(struct launch *l, struct err *e);
int program_exec(struct launch *l, struct err *e);

#endif
