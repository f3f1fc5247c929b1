#define _GNU_SOURCE
#include "copyup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "../common/fd.h"
#include "../common/path.h"

/* Deeper than any sensible tree; each level costs three descriptors. */
#define DEPTH_MAX 64

static int copy_dir(int from, int to, int depth);

static int copy_data(int from, int to)
{
    ssize_t n;
    while ((n = sendfile(to, from, NULL, 1 << 24)) > 0)
        ;
    return n < 0 ? -1 : 0;
}

static int copy_file(int from, int to, const char *name, const struct stat *st)
{
    cleanup_fd int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    cleanup_fd int out = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                st->st_mode & 07777);
    return in < 0 || out < 0 ? -1 : copy_data(in, out);
}

static int copy_link(int from, int to, const char *name)
{
    char target[PATH_MAX];
    ssize_t n = readlinkat(from, name, target, sizeof target - 1);
    if (n < 0)
        return -1;
    target[n] = 0;
    return symlinkat(target, to, name);
}

static int copy_subdir(int from, int to, const char *name, int depth)
{
    if (depth >= DEPTH_MAX) {
        errno = ELOOP;
        return -1;
    }
    if (mkdirat(to, name, 0700) < 0)
        return -1;
    cleanup_fd int in = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    cleanup_fd int out = openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return in < 0 || out < 0 ? -1 : copy_dir(in, out, depth + 1);
}

/* Capabilities of programs among them; what tmpfs cannot hold is left out. */
static void copy_attributes(int from, int to, const char *name)
{
    char names[4096], value[4096];
    cleanup_fd int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    cleanup_fd int out = openat(to, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    ssize_t len = in < 0 || out < 0 ? -1 : flistxattr(in, names, sizeof names);
    for (ssize_t at = 0; at < len; at += (ssize_t)strlen(names + at) + 1) {
        ssize_t n = fgetxattr(in, names + at, value, sizeof value);
        if (n >= 0)
            fsetxattr(out, names + at, value, (size_t)n, 0);
    }
}

static int copy_entry(int from, int to, const char *name, int depth)
{
    struct stat st;
    int result;
    if (fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return -1;
    if (S_ISREG(st.st_mode))
        result = copy_file(from, to, name, &st);
    else if (S_ISDIR(st.st_mode))
        result = copy_subdir(from, to, name, depth);
    else if (S_ISLNK(st.st_mode))
        result = copy_link(from, to, name);
    else
        result = mknodat(to, name, st.st_mode, st.st_rdev);
    if (result < 0 || fchownat(to, name, st.st_uid, st.st_gid, AT_SYMLINK_NOFOLLOW) < 0)
        return -1;
    if (!S_ISLNK(st.st_mode) && fchmodat(to, name, st.st_mode & 07777, 0) < 0)
        return -1;
    if (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))
        copy_attributes(from, to, name);
    struct timespec times[2] = {st.st_atim, st.st_mtim};
    return utimensat(to, name, times, AT_SYMLINK_NOFOLLOW);
}

static int copy_dir(int from, int to, int depth)
{
    struct dirent *entry;
    int result = 0;
    DIR *list = fdopendir(dup(from));
    if (!list)
        return -1;
    while (result == 0 && (errno = 0, entry = readdir(list)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            result = copy_entry(from, to, entry->d_name, depth);
    int saved = errno;
    closedir(list);
    errno = saved;
    return result;
}

int copyup_tree(int from, int to, const char *name, struct err *e)
{
    cleanup_fd int in = path_open(from, ".", O_RDONLY | O_DIRECTORY);
    cleanup_fd int out = path_open(to, ".", O_RDONLY | O_DIRECTORY);
    if (in < 0 || out < 0 || copy_dir(in, out, 0) < 0) {
        err_sys(e, "copy", name);
        return err_context(e, "tmpcopyup");
    }
    return 0;
}
