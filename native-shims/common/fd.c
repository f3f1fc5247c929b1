#define _GNU_SOURCE
#include "fd.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "sys.h"

int fd_read_all(int fd, const char *name, size_t cap, char **data, size_t *len, struct err *e)
{
    size_t size = 4096, used = 0;
    cleanup_free char *buf = malloc(size + 1);
    for (;;) {
        if (!buf)
            return err_set(e, ENOMEM, "read", name, "read %s: out of memory", name);
        ssize_t n = read(fd, buf + used, size - used);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_sys(e, "read", name);
        if (n == 0)
            break;
        used += (size_t)n;
        if (used > cap)
            return err_set(e, EFBIG, "read", name, "read %s: larger than %zu bytes", name, cap);
        if (used == size) {
            char *more = realloc(buf, size * 2 + 1);
            if (!more)
                return err_set(e, ENOMEM, "read", name, "read %s: out of memory", name);
            buf = more;
            size *= 2;
        }
    }
    buf[used] = 0;
    *data = buf;
    *len = used;
    buf = NULL;
    return 0;
}

int fd_read_file(int dir, const char *path, size_t cap, char **data, size_t *len, struct err *e)
{
    struct stat st;
    cleanup_fd int fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &st) < 0)
        return err_sys(e, "open", path);
    if (!S_ISREG(st.st_mode))
        return err_set(e, EINVAL, "open", path, "open %s: not a regular file", path);
    return fd_read_all(fd, path, cap, data, len, e);
}

int fd_write_all(int fd, const void *data, size_t len)
{
    const char *p = data;
    while (len) {
        ssize_t n = write(fd, p, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        p += n;
        len -= (size_t)n;
    }
    return 0;
}

int fd_put(int dir, const char *path, const char *text)
{
    cleanup_fd int fd = openat(dir, path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    size_t len = strlen(text);
    ssize_t n = write(fd, text, len);
    if (n == (ssize_t)len)
        return 0;
    if (n >= 0)
        errno = EIO;
    return -1;
}

static int sync_directory_of(const char *path)
{
    char copy[PATH_MAX];
    snprintf(copy, sizeof copy, "%s", path);
    cleanup_fd int dir = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return dir < 0 ? -1 : fsync(dir);
}

int fd_replace_file(const char *path, mode_t mode, const void *data, size_t len, bool durable,
                    struct err *e)
{
    char tmp[PATH_MAX];
    if (snprintf(tmp, sizeof tmp, "%s.tmp%d", path, (int)getpid()) >= (int)sizeof tmp)
        return err_set(e, ENAMETOOLONG, "write", path, "write %s: name too long", path);
    cleanup_fd int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return err_sys(e, "create", tmp);
    if (fd_write_all(fd, data, len) < 0 || (durable && fsync(fd) < 0)
        || rename(tmp, path) < 0 || (durable && sync_directory_of(path) < 0)) {
        err_sys(e, "write", path);
        unlink(tmp);
        return -1;
    }
    return 0;
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

void fd_close_others(int *kept, size_t n)
{
    int next = 3;
    qsort(kept, n, sizeof *kept, compare);
    for (size_t i = 0; i < n; i++) {
        if (kept[i] > next)
            k_close_range((unsigned)next, (unsigned)kept[i] - 1, 0);
        if (kept[i] >= next)
            next = kept[i] + 1;
    }
    k_close_range((unsigned)next, ~0u, 0);
}

int fd_send(int sock, const void *data, size_t len, int fd1, int fd2)
{
    union {
        struct cmsghdr head;
        char space[CMSG_SPACE(2 * sizeof(int))];
    } control = {0};
    struct iovec iov = {(void *)(size_t)data, len};
    struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};
    int fds[2], n = 0;
    if (fd1 >= 0)
        fds[n++] = fd1;
    if (fd2 >= 0)
        fds[n++] = fd2;
    if (n) {
        msg.msg_control = control.space;
        msg.msg_controllen = CMSG_SPACE((size_t)n * sizeof(int));
        struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN((size_t)n * sizeof(int));
        memcpy(CMSG_DATA(c), fds, (size_t)n * sizeof(int));
    }
    return sendmsg(sock, &msg, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

ssize_t fd_receive(int sock, void *data, size_t size, int *fd1, int *fd2)
{
    union {
        struct cmsghdr head;
        char space[CMSG_SPACE(2 * sizeof(int))];
    } control;
    struct iovec iov = {data, size};
    struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.space,
                         .msg_controllen = sizeof control.space};
    ssize_t n;
    do {
        n = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC);
    } while (n < 0 && errno == EINTR);
    *fd1 = *fd2 = -1;
    if (n < 0)
        return n;
    struct cmsghdr *c = CMSG_FIRSTHDR(&msg);
    if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) {
        size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        if (count > 0)
            memcpy(fd1, CMSG_DATA(c), sizeof(int));
        if (count > 1)
            memcpy(fd2, CMSG_DATA(c) + sizeof(int), sizeof(int));
    }
    return n;
}
