#define _GNU_SOURCE
#include "foreign.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../init/newmount.h"
#include "../init/overlay.h"
#include "../init/tinyinit.h"
#include "cgroup.h"
#include "shim.h"

static void path_of(const struct foreign *f, const char *name, char out[512])
{
    snprintf(out, 512, "%s/%s", f->dir, name);
}

/* What is mounted here nobody outside sees; it goes when the shim and the container have gone. */
static int mount_root(const struct config *c, const struct shim_conf *conf, int *init,
                      struct err *e)
{
    /* From the namespace that our own file is in. */
    if (conf->init && (*init = tinyinit_open(e)) < 0)
        return -1;
    if (unshare(CLONE_NEWNS) < 0)
        return err_sys(e, "unshare", "mount namespace");
    if (mount(NULL, "/", NULL, MS_SLAVE | MS_REC, NULL) < 0)
        return err_sys(e, "mount slave", "/");
    if (!conf->overlay.present)
        return 0;
    cleanup_fd int root = overlay_mount(&conf->overlay, c->root, e);
    return root < 0 ? -1 : 0;
}

/* The tiny init's file for the runtime to bind: a name in our own mount namespace. */
static int place_init(const struct foreign *f, int init, char path[512], struct err *e)
{
    path_of(f, "docker-init", path);
    cleanup_fd int target = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0755);
    if (target < 0)
        return err_sys(e, "create", path);
    return newmount_attach(init, target, path, e);
}

static int write_bundle(const struct foreign *f, struct config *c, struct shim_conf *conf,
                        int own_init, struct err *e)
{
    char path[512], init[512];
    cleanup_buf struct buf text = {0};
    if (conf->init && place_init(f, own_init, init, e) < 0)
        return -1;
    if (foreign_render_config(c, conf, conf->init ? init : NULL, &text, e) < 0)
        return -1;
    path_of(f, "bundle/config.json", path);
    return fd_replace_file(path, 0600, text.data, buf_len(&text), false, e);
}

/* Below the runtime directory, where the daemon's clean-up finds it. */
static int make_directories(struct shim *s, struct err *e)
{
    static const char *const names[] = {"runtime", "runtime/bundle", "runtime/state"};
    char here[400];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mkdirat(s->dir, names[i], 0700) < 0 && errno != EEXIST)
            return err_sys(e, "create", names[i]);
    if (!getcwd(here, sizeof here) || asprintf(&s->foreign->dir, "%s/runtime", here) < 0)
        return err_sys(e, "find", "runtime directory");
    return 0;
}

static int take_terminal(struct shim *s, struct stdio *io, int listener, struct err *e)
{
    int master = foreign_accept(listener, e);
    if (master < 0)
        return -1;
    stdio_take_pty(s, io, master, -1);
    return 0;
}

static int call_create(struct shim *s, bool terminal, const int stdio[3], struct err *e)
{
    const struct foreign *f = s->foreign;
    char bundle[512], pid_file[512], console[512];
    path_of(f, "bundle", bundle);
    path_of(f, "pid", pid_file);
    path_of(f, "tty", console);
    cleanup_fd int listener = terminal ? foreign_listen(console, e) : -1;
    if (terminal && listener < 0)
        return -1;
    int result = terminal ? foreign_run(f, NULL, e, "create", "--bundle", bundle, "--pid-file",
                                        pid_file, "--console-socket", console, f->id, NULL)
                          : foreign_run(f, stdio, e, "create", "--bundle", bundle, "--pid-file",
                                        pid_file, f->id, NULL);
    if (result < 0 || (terminal && take_terminal(s, &s->init.io, listener, e) < 0))
        return -1;
    pid_t pid = foreign_read_pid(pid_file, e);
    return pid < 0 ? -1 : task_born(&s->init, pid, e);
}

static int create(struct shim *s, struct config *c, struct shim_conf *conf, struct err *e)
{
    int stdio[3];
    cleanup_fd int init = -1;
    snprintf(s->cgroup, sizeof s->cgroup, "%s", c->cgroups_path ? c->cgroups_path : "");
    s->foreign->root = strdup(c->root);
    if (cgroup_check_path(s->cgroup, e) < 0 || make_directories(s, e) < 0
        || mount_root(c, conf, &init, e) < 0
        || write_bundle(s->foreign, c, conf, init, e) < 0
        || stdio_pipes(&s->init.io, s->keep_stdin, true, stdio, e) < 0)
        return -1;
    int result = call_create(s, c->process.terminal, stdio, e);
    for (int i = 0; i < 3; i++)
        close(stdio[i]);
    if (result < 0)
        foreign_delete(s);
    return result;
}

int foreign_create(struct shim *s, struct err *e)
{
    struct config c;
    struct shim_conf conf;
    int result = -1;
    if (cgroups_find(&s->cgroups, e) < 0)
        return -1;
    memset(&conf, 0, sizeof conf);
    if (config_load("config.json", NULL, &c, e) == 0 && shim_conf_load("shim.json", &conf, e) == 0)
        result = create(s, &c, &conf, e);
    config_free(&c);
    shim_conf_free(&conf);
    return result;
}

int foreign_start(struct shim *s, struct err *e)
{
    return foreign_run(s->foreign, NULL, e, "start", s->foreign->id, NULL);
}

/* The request's process, its user resolved, as a file for the runtime. */
static int write_process(struct shim *s, const struct exec_request *r, const char *path,
                         struct err *e)
{
    struct config c = r->config;
    struct shim_conf conf = {.id = s->id, .user = r->user, .groups = r->groups};
    cleanup_buf struct buf text = {0};
    c.root = s->foreign->root;
    if (foreign_render_process(&c, &conf, json_get(json_root(c.doc), "process"), &text, e) < 0)
        return -1;
    return fd_replace_file(path, 0600, text.data, buf_len(&text), false, e);
}

pid_t foreign_exec(struct shim *s, const struct exec_request *r, struct exec *x, const int stdio[3],
                   struct err *e)
{
    const struct foreign *f = s->foreign;
    bool terminal = r->config.process.terminal;
    char process[512], pid_file[512], console[512];
    path_of(f, "process.json", process);
    path_of(f, "exec-pid", pid_file);
    path_of(f, "tty", console);
    if (write_process(s, r, process, e) < 0)
        return -1;
    cleanup_fd int listener = terminal ? foreign_listen(console, e) : -1;
    if (terminal && listener < 0)
        return -1;
    int result = terminal ? foreign_run(f, NULL, e, "exec", "--process", process, "--detach", "--pid-file",
                                        pid_file, "--console-socket", console, f->id, NULL)
                          : foreign_run(f, stdio, e, "exec", "--process", process, "--detach",
                                        "--pid-file", pid_file, f->id, NULL);
    if (result < 0 || (terminal && take_terminal(s, &x->task.io, listener, e) < 0))
        return -1;
    return foreign_read_pid(pid_file, e);
}

int foreign_signal(struct shim *s, int sig, bool all, struct err *e)
{
    char number[8];
    snprintf(number, sizeof number, "%d", sig);
    return all ? foreign_run(s->foreign, NULL, e, "kill", "--all", s->foreign->id, number, NULL)
               : foreign_run(s->foreign, NULL, e, "kill", s->foreign->id, number, NULL);
}

int foreign_verb(struct shim *s, const char *verb, struct err *e)
{
    return foreign_run(s->foreign, NULL, e, verb, s->foreign->id, NULL);
}

int foreign_update(struct shim *s, const char *resources, size_t len, struct err *e)
{
    char path[512];
    path_of(s->foreign, "resources.json", path);
    if (fd_replace_file(path, 0600, resources, len, false, e) < 0)
        return -1;
    return foreign_run(s->foreign, NULL, e, "update", "--resources", path, s->foreign->id, NULL);
}

static void remove_tree(const struct foreign *f)
{
    static const char *const files[] = {"bundle/config.json", "log", "pid", "exec-pid", "tty",
                                        "process.json", "resources.json"};
    static const char *const dirs[] = {"bundle", "state", "."};
    char path[512];
    path_of(f, "docker-init", path);
    umount2(path, MNT_DETACH);
    unlink(path);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        path_of(f, files[i], path);
        unlink(path);
    }
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
        path_of(f, i < 2 ? dirs[i] : "", path);
        rmdir(path);
    }
}

/* Nobody is told of a failure: what can be killed and removed without the runtime is, next. */
void foreign_delete(struct shim *s)
{
    struct err ignored;
    foreign_run(s->foreign, NULL, &ignored, "delete", "--force", s->foreign->id, NULL);
    cgroup_kill(&s->cgroups, s->cgroup);
    cgroup_remove(&s->cgroups, s->cgroup);
    if (s->foreign->root)
        umount2(s->foreign->root, MNT_DETACH);
    if (s->foreign->dir)
        remove_tree(s->foreign);
}
