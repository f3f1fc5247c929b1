/* Programs that the configuration wants run at points of a container's life. */
#ifndef JOCKER_HOOKS_H
#define JOCKER_HOOKS_H

#include <sys/types.h>

#include "config.h"

/* The state that a hook reads from its stdin. */
struct hook_state {
    const char *id, *status, *bundle;
    pid_t pid; /* 0: none */
};

/* Runs all of one kind, one after the other; the first that fails ends it. */
int hooks_run(const struct config *c, enum hook_kind kind, const struct hook_state *state,
              struct err *e);

#endif
