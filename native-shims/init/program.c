#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "launch.h"
#include "program.h"
#include "tinyinit.h"

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

/* The words are runc's: clients look for them to choose between exit codes 126 and 127. */
static int lookup_direct(const char *name, char path[PATH_MAX], struct err *e)
{
    int bad = strlen(name) < PATH_MAX ? check(name) : ENAMETOOLONG;
    if (bad == 0) {
        strcpy(path, name);
        return 0;
    }
    if (bad == ENOENT || bad == ENOTDIR || bad == ELOOP || bad == ENAMETOOLONG)
        return err_set(e, bad, "exec", name, "exec: \"%s\": stat %s: %s", name, name,
                       err_text(bad));
    return err_set(e, bad, "exec", name, "exec: \"%s\": %s", name, err_text(bad));
}

int program_lookup(const char *name, const char *dirs, char path[PATH_MAX], struct err *e)
{
    if (strchr(name, '/'))
        return lookup_direct(name, path, e);
    for (const char *p = dirs ? dirs : ""; *name && *p;) {
        size_t n = strcspn(p, ":");
        if (n && p[0] == '/' && snprintf(path, PATH_MAX, "%.*s/%s", (int)n, p, name) < PATH_MAX
            && check(path) == 0)
            return 0;
        p += n + (p[n] == ':');
    }
    return err_set(e, ENOENT, "exec", name, "exec: \"%s\": executable file not found in $PATH",
                   name);
}

int program_find(struct launch *l, struct err *e)
{
    const struct process *p = &l->config->process;
    char path[PATH_MAX];
    if (program_lookup(p->args.v[0], path_variable(&p->env), path, e) < 0)
        return -1;
    l->program = json_alloc(l->config->doc, strlen(path) + 1);
    strcpy(l->program, path);
    return 0;
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

/* "docker-init -- PROGRAM ARGS…", from a file that the image knows nothing of. */
static int exec_init(struct launch *l, char **env, struct err *e)
{
    const struct strings *args = &l->config->process.args;
    const char **list = json_alloc(l->config->doc, (args->n + 3) * sizeof *list);
    sigset_t all;
    list[0] = TINYINIT_NAME;
    list[1] = "--";
    memcpy(list + 2, args->v, args->n * sizeof *list);
    /* What is sent before it is ready to hand it on must wait: for a first process, the kernel
     * throws away what it has not asked for. */
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    syscall(SYS_execveat, l->init, "", list, env, AT_EMPTY_PATH);
    return err_set(e, errno, "exec", TINYINIT_NAME, "exec %s: %s", TINYINIT_NAME, err_text(errno));
}

int program_exec(struct launch *l, struct err *e)
{
    char **env = with_home(l);
    if (l->init >= 0)
        return exec_init(l, env, e);
    execve(l->program, (char **)(size_t)l->config->process.args.v, env);
    return err_set(e, errno, "exec", l->program, "exec %s: %s", l->program, err_text(errno));
}
