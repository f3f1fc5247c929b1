#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "launch.h"

/* 0, or an errno: what is wrong with executing path. Looked at with the user's rights. */
static int check(const char *path)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return errno;
    if (S_ISDIR(st.st_mode))
        return EISDIR;
    if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) < 0)
        return errno;
    /* Root passes every permission check on a file that has any x bit, and none without. */
    return st.st_mode & 0111 ? 0 : EACCES;
}

static const char *path_variable(const struct strings *env)
{
    const char *value = NULL;
    for (size_t i = 0; i < env->n; i++)
        if (strncmp(env->v[i], "PATH=", 5) == 0)
            value = env->v[i] + 5;
    return value ? value : "";
}

static int keep(struct launch *l, const char *path)
{
    l->program = json_alloc(l->config->doc, strlen(path) + 1);
    strcpy(l->program, path);
    return 0;
}

/* The words are runc's: clients look for them to choose between exit codes 126 and 127. */
static int find_direct(struct launch *l, const char *name, struct err *e)
{
    int bad = check(name);
    if (bad == 0)
        return keep(l, name);
    if (bad == ENOENT || bad == ENOTDIR || bad == ELOOP || bad == ENAMETOOLONG)
        return err_set(e, bad, "exec", name, "exec: \"%s\": stat %s: %s", name, name,
                       err_text(bad));
    return err_set(e, bad, "exec", name, "exec: \"%s\": %s", name, err_text(bad));
}

int program_find(struct launch *l, struct err *e)
{
    const char *name = l->config->process.args.v[0];
    char path[PATH_MAX];
    if (strchr(name, '/'))
        return find_direct(l, name, e);
    for (const char *p = path_variable(&l->config->process.env); *name && *p;) {
        size_t n = strcspn(p, ":");
        /* Relative directories are passed over: what runs must not depend on where. */
        if (n && p[0] == '/'
            && snprintf(path, sizeof path, "%.*s/%s", (int)n, p, name) < (int)sizeof path
            && check(path) == 0)
            return keep(l, path);
        p += n + (p[n] == ':');
    }
    return err_set(e, ENOENT, "exec", name, "exec: \"%s\": executable file not found in $PATH",
                   name);
}

static char **with_home(struct launch *l)
{
    const struct strings *env = &l->config->process.env;
    const char *home = l->config->process.user.home;
    bool has_home = false;
    char **list = json_alloc(l->config->doc, (env->n + 2) * sizeof *list);
    for (size_t i = 0; i < env->n; i++) {
        list[i] = (char *)(size_t)env->v[i];
        has_home |= strncmp(env->v[i], "HOME=", 5) == 0;
    }
    if (!has_home) {
        size_t size = strlen(home) + 6;
        list[env->n] = json_alloc(l->config->doc, size);
        snprintf(list[env->n], size, "HOME=%s", home);
    }
    return list;
}

int program_exec(struct launch *l, struct err *e)
{
    char **env = with_home(l);
    execve(l->program, (char **)(size_t)l->config->process.args.v, env);
    return err_set(e, errno, "exec", l->program, "exec %s: %s", l->program, err_text(errno));
}
