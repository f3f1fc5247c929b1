/*
 * Paths inside a container's tree. Each is resolved by the kernel beneath a handle of the root
 * (openat2 with RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS): symbolic links and ".." cannot
 * lead outside, and the returned handle is what the caller goes on with, never the name.
 */
#ifndef JOCKER_PATH_H
#define JOCKER_PATH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "err.h"

/* flags as open(2). Returns a close-on-exec descriptor, or -1 with errno. */
int path_open(int root, const char *path, int flags);

/* An O_PATH handle of path, creating missing directories (mode 0755, owner root). */
int path_make_dirs(int root, const char *path, struct err *e);

/* An O_PATH handle of path. What is missing is created: the parents as directories, the last
 * part as an empty file, or as a directory when `directory`. */
int path_make_target(int root, const char *path, bool directory, struct err *e);

/* The parent directory of path as a handle (made if missing); *name points at the last part
 * within path. Fails when the last part is empty, "." or "..". */
int path_make_parent(int root, const char *path, const char **name, struct err *e);

/* "/proc/self/fd/N" for calls that take only names. */
struct fd_name { char text[32]; };
struct fd_name path_of_fd(int fd);

#endif
