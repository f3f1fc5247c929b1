/*
 * The tiny init (`init` in shim.json): pid 1 of a container whose program is none. It starts the
 * program as its child, hands every signal on to it, reaps what is left to it, and ends as the
 * program ended.
 */
#ifndef JOCKER_TINYINIT_H
#define JOCKER_TINYINIT_H

#include "../common/err.h"

/* What it calls itself, as in Docker. */
#define TINYINIT_NAME "/sbin/docker-init"

/* A descriptor of this program's file that nobody can write through, for execveat. */
int tinyinit_open(struct err *e);

/* argv is that of main: TINYINIT_NAME -- PROGRAM ARGS… */
int tinyinit_main(char **argv);

#endif
