#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "../common/fd.h"
#include "logfile.h"

/*
 * The child knows only descriptors: meanwhile the file may be rotated on. It writes to one
 * temporary name, and the shim renames that when the child has ended, to what the number is then.
 */

static void name_of(const struct logfile *f, uint64_t number, const char *ending,
                    char out[PATH_MAX])
{
    snprintf(out, PATH_MAX, "%s.%llu%s", f->path, (unsigned long long)number, ending);
}

static void temporary_name(const struct logfile *f, char out[PATH_MAX])
{
    snprintf(out, PATH_MAX, "%s.gz.tmp", f->path);
}

static int copy(int from, int to)
{
    static char block[65536];
    gzFile gz = gzdopen(to, "wb6");
    ssize_t n;
    if (!gz)
        return 1;
    while ((n = read(from, block, sizeof block)) > 0)
        if (gzwrite(gz, block, (unsigned)n) != n)
            return 1;
    return n < 0 || gzclose(gz) != Z_OK;
}

static void run(int from, int to)
{
    int kept[] = {from, to};
    fd_close_others(kept, 2);
    errno = 0;
    if (nice(10) < 0 && errno)
        errno = 0; /* only slower for the others */
    _exit(copy(from, to));
}

static void start(struct logfile *f, uint64_t number)
{
    char name[PATH_MAX], tmp[PATH_MAX];
    name_of(f, number, "", name);
    temporary_name(f, tmp);
    cleanup_fd int from = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    cleanup_fd int to = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (from < 0 || to < 0)
        return;
    pid_t pid = fork();
    if (pid == 0)
        run(from, to);
    if (pid > 0) {
        f->compressor = pid;
        f->compressing = number;
    }
}

void compress_next(struct logfile *f)
{
    char name[PATH_MAX];
    if (!f->compress || f->compressor)
        return;
    for (uint64_t i = f->max_file - 1; i > 0; i--) {
        name_of(f, i, "", name);
        if (access(name, F_OK) == 0) {
            start(f, i);
            return;
        }
    }
}

void compress_rotated(struct logfile *f)
{
    f->compressing++;
    compress_next(f);
}

void compress_reaped(struct logfile *f, pid_t pid, int wait_status)
{
    char name[PATH_MAX], gz[PATH_MAX], tmp[PATH_MAX];
    if (pid != f->compressor)
        return;
    f->compressor = 0;
    temporary_name(f, tmp);
    name_of(f, f->compressing, "", name);
    name_of(f, f->compressing, ".gz", gz);
    bool done = WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == 0;
    if (!done || f->compressing >= f->max_file || rename(tmp, gz) < 0) {
        /* A full disk, for one: tried again after the next rotation. */
        unlink(tmp);
        return;
    }
    unlink(name);
    compress_next(f);
}

void compress_stop(struct logfile *f)
{
    char tmp[PATH_MAX];
    if (!f->compressor)
        return;
    kill(f->compressor, SIGKILL);
    while (waitpid(f->compressor, NULL, 0) < 0 && errno == EINTR)
        ;
    temporary_name(f, tmp);
    unlink(tmp);
    f->compressor = 0;
}
