/*
 * Ownership of descriptors and memory, and whole-file input and output.
 *
 * Every descriptor of this program is close-on-exec.
 */
#ifndef JOCKER_FD_H
#define JOCKER_FD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include "err.h"

static inline void fd_closep(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static inline void mem_freep(void *p)
{
    free(*(void **)p);
}

#define cleanup_fd __attribute__((cleanup(fd_closep)))
#define cleanup_free __attribute__((cleanup(mem_freep)))

/* Gives ownership of *fd to the caller of the returned value. */
static inline int fd_steal(int *fd)
{
    int taken = *fd;
    *fd = -1;
    return taken;
}

/* Reads a regular file of at most cap bytes whole; *data is malloc'ed and ends with a NUL that
 * *len does not count. dir may be AT_FDCWD. EFBIG when larger, EINVAL when not regular. */
int fd_read_file(int dir, const char *path, size_t cap, char **data, size_t *len, struct err *e);

/* As fd_read_file from a descriptor; stat is not consulted, so that it reads procfs as well. */
int fd_read_all(int fd, const char *name, size_t cap, char **data, size_t *len, struct err *e);

/* Writes everything, repeating short writes. errno is set on failure. */
int fd_write_all(int fd, const void *data, size_t len);

/* Opens an existing file for writing and writes text in one write(2), as procfs and cgroupfs
 * want it. errno is set on failure. */
int fd_put(int dir, const char *path, const char *text);

/* Writes a file under a temporary name in the same directory and renames it over path. With
 * durable the file and its directory are fsynced. */
int fd_replace_file(const char *path, mode_t mode, const void *data, size_t len, bool durable,
                    struct err *e);

/* Closes every descriptor above 2 but these; -1 among them is passed over. Sorts the array. */
void fd_close_others(int *kept, size_t n);

/* Sends bytes with up to two descriptors (-1: none) as one message. 0 or -1 with errno. */
int fd_send(int sock, const void *data, size_t len, int fd1, int fd2);

/* Receives one message and up to two close-on-exec descriptors. Returns its length, 0 at the
 * end, -1 with errno. */
ssize_t fd_receive(int sock, void *data, size_t size, int *fd1, int *fd2);

#endif
