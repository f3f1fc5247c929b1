#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../common/fd.h"
#include "../common/path.h"
#include "../common/sys.h"
#include "launch.h"
#include "newmount.h"

/* Only what belongs to a namespace that the container has to itself may be set; anything else
 * would change the host. */
static bool belongs_to(const struct config *c, const char *key)
{
    static const char *const ipc[] = {"kernel.msgmax", "kernel.msgmnb", "kernel.msgmni",
                                      "kernel.sem", "kernel.shmall", "kernel.shmmax",
                                      "kernel.shmmni", "kernel.shm_rmid_forced", NULL};
    if (decode_name(ipc, key) >= 0 || strncmp(key, "fs.mqueue.", 10) == 0)
        return c->ns[NS_IPC].listed;
    if (strncmp(key, "net.", 4) == 0)
        return c->ns[NS_NETWORK].listed;
    if (strcmp(key, "kernel.domainname") == 0)
        return c->ns[NS_UTS].listed;
    return false;
}

/* "net.ipv4.ip_forward" and "net/ipv4/conf/eth0.1/…": as sysctl(8), the first separator decides
 * which of the two is the separator; the other one is then part of a name. */
static int to_path(const char *key, char *path, size_t size)
{
    size_t n = strlen(key), first = strcspn(key, "./");
    bool dots = key[first] == '.';
    if (n + 5 > size || !n)
        return -1;
    memcpy(path, "sys/", 4);
    for (size_t i = 0; i <= n; i++)
        path[4 + i] = dots && key[i] == '.' ? '/' : dots && key[i] == '/' ? '.' : key[i];
    return 0;
}

static void dotted(const char *path, char *key, size_t size)
{
    snprintf(key, size, "%s", path + 4);
    for (char *p = key; *p; p++)
        if (*p == '/')
            *p = '.';
}

static int put(int proc, const char *path, const char *value)
{
    cleanup_fd int fd = path_open(proc, path, O_WRONLY | O_NOFOLLOW);
    return fd < 0 ? -1 : fd_write_all(fd, value, strlen(value));
}

int sysctl_write(struct launch *l, struct err *e)
{
    const struct json *list = l->config->sysctl;
    char path[PATH_MAX], key[PATH_MAX];
    if (!list || !list->len)
        return 0;
    struct mount_opts none = {0};
    cleanup_fd int proc = newmount_fs("proc", "proc", &none, "sysctl", e);
    if (proc < 0)
        return -1;
    for (const struct json *s = list->first; s; s = s->next) {
        if (s->type != JSON_STRING || to_path(s->key, path, sizeof path) < 0)
            return json_error(e, l->config->doc, s, "not a usable sysctl");
        dotted(path, key, sizeof key);
        if (!belongs_to(l->config, key))
            return err_set(e, EPERM, "sysctl", s->key,
                           "sysctl %s is not in a namespace of the container's own", s->key);
        if (put(proc, path, s->text) < 0) {
            err_sys(e, "write sysctl", s->key);
            return -1;
        }
    }
    return 0;
}
