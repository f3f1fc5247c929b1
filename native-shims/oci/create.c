#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "../common/fd.h"
#include "../init/hooks.h"
#include "../shim/cgroup.h"
#include "../shim/log.h"
#include "../shim/spawn.h"
#include "../shim/task.h"
#include "cgroup_path.h"
#include "oci.h"

/* What create knows while it works. */
struct birth {
    struct container c;
    struct config config;
    struct shim_conf conf;
    const struct create_options *options;
    char bundle[PATH_MAX], created[48], cgroup[256], config_path[PATH_MAX];
    int report, listener;
    bool hooks_due;
    pid_t creator;
};

int pid_file_write(const char *path, pid_t pid, struct err *e)
{
    char text[16];
    if (!path)
        return 0;
    snprintf(text, sizeof text, "%d", (int)pid);
    return fd_replace_file(path, 0644, text, strlen(text), false, e);
}

static int make_root(const char *root, struct err *e)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/", root) >= PATH_MAX)
        return err_set(e, ENAMETOOLONG, "create", root, "--root is too long");
    for (char *p = path + 1; (p = strchr(p, '/')); p++) {
        *p = 0;
        if (mkdir(path, 0711) < 0 && errno != EEXIST)
            return err_sys(e, "create", path);
        *p = '/';
    }
    return 0;
}

/* The directory is the lock: who makes it has the id. */
static int make_directory(const struct oci *o, const char *id, struct birth *b, struct err *e)
{
    if (container_check_id(id, e) < 0)
        return -1;
    if (make_root(o->root, e) < 0)
        return -1;
    if (asprintf(&b->c.dir, "%s/%s", o->root, id) < 0)
        return err_set(e, ENOMEM, "create", id, "out of memory");
    if (mkdir(b->c.dir, 0700) == 0)
        return 0;
    int bad = errno;
    free(b->c.dir);
    b->c.dir = NULL;
    if (bad == EEXIST)
        return err_set(e, EEXIST, "create", id, "container with given ID already exists: %s", id);
    errno = bad;
    return err_sys(e, "create", o->root);
}

/* The bundle may change or go; what counts is what was there at the creation. */
static int keep_config(struct birth *b, struct err *e)
{
    char source[PATH_MAX];
    cleanup_free char *text = NULL;
    size_t len;
    if (!realpath(b->options->bundle, b->bundle))
        return err_sys(e, "open bundle", b->options->bundle);
    if (snprintf(source, sizeof source, "%s/config.json", b->bundle) >= PATH_MAX)
        return err_set(e, ENAMETOOLONG, "open bundle", b->bundle, "the bundle's path is too long");
    if (fd_read_file(AT_FDCWD, source, JSON_MAX_BYTES, &text, &len, e) < 0)
        return -1;
    container_file(&b->c, "config.json", b->config_path);
    if (fd_replace_file(b->config_path, 0600, text, len, false, e) < 0)
        return -1;
    return config_load(b->config_path, b->bundle, &b->config, e);
}

/* Addresses are short: the socket is named from within its directory. */
static int listen_for_start(struct birth *b, struct err *e)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "start.sock"};
    cleanup_fd int here = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (here < 0 || chdir(b->c.dir) < 0)
        return err_sys(e, "enter", b->c.dir);
    b->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    int result = b->listener < 0 ? -1
                 : bind(b->listener, (struct sockaddr *)&address, sizeof address) < 0 ? -1
                 : listen(b->listener, 1);
    if (result < 0)
        err_sys(e, "listen", "start.sock");
    if (fchdir(here) < 0)
        return err_sys(e, "leave", b->c.dir);
    return result;
}

static int check_terminal(const struct birth *b, struct err *e)
{
    bool terminal = b->config.process.terminal, taken = b->options->console_socket
                                                        || b->options->master;
    if (terminal && !taken)
        return err_set(e, EINVAL, "create", "terminal",
                       "cannot allocate tty if runc will detach without setting console socket");
    if (!terminal && b->options->console_socket)
        return err_set(e, EINVAL, "create", "terminal",
                       "cannot use console socket if runc will not detach or allocate tty");
    return 0;
}

static int run_host_hooks(struct birth *b, struct err *e)
{
    const struct hook_state state = {b->c.id, "creating", b->bundle, (pid_t)b->c.pid};
    b->hooks_due = false;
    if (hooks_run(&b->config, HOOK_PRESTART, &state, e) < 0
        || hooks_run(&b->config, HOOK_CREATE_RUNTIME, &state, e) < 0)
        return -1;
    return send(b->report, "h", 1, MSG_NOSIGNAL) < 0 ? err_sys(e, "create", "container") : 0;
}

static int take_pty(struct birth *b, int master, int slave, struct err *e)
{
    close(slave);
    if (b->options->master) {
        *b->options->master = master;
        return 0;
    }
    int result = console_send(b->options->console_socket, master, e);
    close(master);
    return result;
}

/* 1 when the process waits for start, 0 to go on, -1 on failure. */
static int take_report(struct birth *b, const struct report *r, int fd1, int fd2, struct err *e)
{
    switch (r->kind) {
    case REPORT_CGROUP:
        return 0;
    case REPORT_CREATED:
        b->c.pid = r->pid;
        b->c.start_time = process_start_time(r->pid);
        return 0;
    case REPORT_PTY:
        return take_pty(b, fd1, fd2, e);
    case REPORT_WARNING:
        return 0; /* a capability that this machine lacks: runc says nothing either */
    case REPORT_HOOKS:
        b->hooks_due = true;
        return 0;
    case REPORT_READY:
        return 1;
    default:
        *e = r->err;
        return -1;
    }
}

static int wait_ready(struct birth *b, struct err *e)
{
    bool is_ready = false;
    while (!is_ready || b->c.pid <= 0) {
        struct report r;
        int fd1, fd2;
        ssize_t n = fd_receive(b->report, &r, sizeof r, &fd1, &fd2);
        if (n < 0)
            return err_sys(e, "create", "container");
        if (n != sizeof r)
            return err_set(e, ECHILD, "create", "container",
                           "the container's first process ended while it was being set up");
        int result = take_report(b, &r, fd1, fd2, e);
        if (result < 0)
            return -1;
        is_ready |= result > 0;
        /* Hooks are told the pid, whose report may come later than theirs. */
        if (b->hooks_due && b->c.pid > 0 && run_host_hooks(b, e) < 0)
            return -1;
    }
    return 0;
}

static int spawn(struct birth *b, struct err *e)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return err_sys(e, "create", "socket pair");
    b->report = pair[0];
    const struct spawn_ends ends = {
        .report = pair[1], .stdio = {0, 1, 2}, .bundle = b->bundle, .config_path = b->config_path,
        .conf = &b->conf, .cgroup = b->cgroup, .start_listener = b->listener,
        .preserved = b->options->preserved, .no_pivot = b->options->no_pivot};
    b->creator = fork();
    if (b->creator < 0)
        return err_sys(e, "fork", "creator");
    if (b->creator == 0) {
        close(pair[0]); /* or whoever waits for our word would never see us gone */
        creator_run(&b->c.cgroups, &ends);
    }
    close(pair[1]);
    if (wait_ready(b, e) < 0)
        return -1;
    while (waitpid(b->creator, NULL, 0) < 0 && errno == EINTR)
        ;
    return 0;
}

static int make(const struct oci *o, struct birth *b, struct err *e)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    time_format(&now, b->created);
    if (keep_config(b, e) < 0 || check_terminal(b, e) < 0 || cgroups_find(&b->c.cgroups, e) < 0
        || cgroup_path_choose(o, b->config.cgroups_path, b->c.id, b->cgroup, e) < 0)
        return -1;
    b->c.bundle = b->bundle;
    b->c.rootfs = b->config.root;
    b->c.created = b->created;
    b->c.cgroup = b->cgroup;
    b->conf = (struct shim_conf){.id = b->c.id, .make_cwd = true};
    if (listen_for_start(b, e) < 0 || spawn(b, e) < 0 || container_save(&b->c, e) < 0)
        return -1;
    return pid_file_write(b->options->pid_file, (pid_t)b->c.pid, e);
}

static void abandon(struct birth *b)
{
    fd_closep(&b->report);
    if (b->creator > 0)
        kill(b->creator, SIGKILL);
    if (b->c.pid > 0)
        kill((pid_t)b->c.pid, SIGKILL);
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
        ;
    cgroup_kill(&b->c.cgroups, b->cgroup);
    cgroup_remove(&b->c.cgroups, b->cgroup);
    static const char *const files[] = {"state.json", "config.json", "start.sock"};
    char path[PATH_MAX];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        container_file(&b->c, files[i], path);
        unlink(path);
    }
    rmdir(b->c.dir);
}

int container_create(const struct oci *o, const char *id, const struct create_options *options,
                     struct err *e)
{
    static struct birth b; /* large */
    b.report = b.listener = -1;
    b.options = options;
    b.c.id = id;
    if (make_directory(o, id, &b, e) < 0)
        return -1;
    int result = make(o, &b, e);
    if (result < 0)
        abandon(&b);
    fd_closep(&b.report);
    fd_closep(&b.listener);
    config_free(&b.config);
    free(b.c.dir);
    return result;
}
