#define _GNU_SOURCE
#include "path.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "fd.h"
#include "sys.h"

int path_open(int root, const char *path, int flags)
{
    struct k_open_how how = {
        .flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
        .resolve = K_RESOLVE_IN_ROOT | K_RESOLVE_NO_MAGICLINKS,
    };
    int fd, tries = 0;
    /* EAGAIN: a rename raced with the lookup of "..". */
    do {
        fd = k_openat2(root, path[0] ? path : ".", &how);
    } while (fd < 0 && (errno == EAGAIN || errno == EINTR) && ++tries < 64);
    return fd;
}

static int open_or_make_dir(int root, const char *prefix, int parent, const char *name)
{
    int fd = path_open(root, prefix, O_PATH | O_DIRECTORY);
    if (fd >= 0 || errno != ENOENT)
        return fd;
    if (strcmp(name, "..") == 0 || (mkdirat(parent, name, 0755) < 0 && errno != EEXIST))
        return -1;
    return path_open(root, prefix, O_PATH | O_DIRECTORY);
}

int path_make_dirs(int root, const char *path, struct err *e)
{
    char prefix[PATH_MAX], name[NAME_MAX + 1];
    int at = path_open(root, path, O_PATH | O_DIRECTORY);
    if (at >= 0)
        return at;
    if (errno != ENOENT || strlen(path) >= sizeof prefix)
        return err_sys(e, "mkdir", path);
    at = path_open(root, "/", O_PATH | O_DIRECTORY);
    /* Every prefix is resolved anew from the root: a prefix may be a link to elsewhere in it. */
    for (const char *p = path; at >= 0;) {
        p += strspn(p, "/");
        size_t n = strcspn(p, "/");
        if (n == 0)
            return at;
        cleanup_fd int parent = at;
        if (n > NAME_MAX) {
            errno = ENAMETOOLONG;
            return err_sys(e, "mkdir", path);
        }
        memcpy(name, p, n);
        name[n] = 0;
        p += n;
        memcpy(prefix, path, (size_t)(p - path));
        prefix[p - path] = 0;
        at = open_or_make_dir(root, prefix, parent, name);
    }
    return err_sys(e, "mkdir", path);
}

int path_make_parent(int root, const char *path, const char **name, struct err *e)
{
    char parent[PATH_MAX];
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    size_t n = slash ? (size_t)(slash - path) : 0;
    if (n >= sizeof parent || !**name || strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0)
        return err_set(e, EINVAL, "open", path, "%s: not a usable path", path);
    memcpy(parent, path, n);
    parent[n] = 0;
    return path_make_dirs(root, parent, e);
}

int path_make_target(int root, const char *path, bool directory, struct err *e)
{
    if (directory)
        return path_make_dirs(root, path, e);
    int fd = path_open(root, path, O_PATH);
    if (fd >= 0)
        return fd;
    if (errno != ENOENT)
        return err_sys(e, "open", path);
    const char *name;
    cleanup_fd int parent = path_make_parent(root, path, &name, e);
    if (parent < 0)
        return -1;
    /* O_EXCL follows no link: a dangling one at the last part is an error, not a way out. */
    cleanup_fd int file = openat(parent, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
    if (file < 0 && errno != EEXIST)
        return err_sys(e, "create", path);
    fd = path_open(root, path, O_PATH);
    return fd >= 0 ? fd : err_sys(e, "open", path);
}

struct fd_name path_of_fd(int fd)
{
    struct fd_name name;
    snprintf(name.text, sizeof name.text, "/proc/self/fd/%d", fd);
    return name;
}
