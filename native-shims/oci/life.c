#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "../init/hooks.h"
#include "../init/launch.h"
#include "../shim/cgroup.h"
#include "oci.h"

#define KILL_MS 10000 /* how long delete waits for a killed process */

static int parse_create(int argc, char **argv, struct create_options *out, struct err *e)
{
    static const struct option options[] = {
        {"bundle", required_argument, NULL, 'b'}, {"console-socket", required_argument, NULL, 'c'},
        {"pid-file", required_argument, NULL, 'p'}, {"preserve-fds", required_argument, NULL, 'f'},
        {"no-pivot", no_argument, NULL, 'n'}, {"no-new-keyring", no_argument, NULL, 'k'},
        {"detach", no_argument, NULL, 'd'}, {"keep", no_argument, NULL, 'K'},
        {"no-subreaper", no_argument, NULL, 's'}, {NULL, 0, NULL, 0}};
    int c;
    *out = (struct create_options){.bundle = "."};
    while ((c = getopt_long(argc, argv, "+b:d", options, NULL)) != -1) {
        switch (c) {
        case 'b': out->bundle = optarg; break;
        case 'c': out->console_socket = optarg; break;
        case 'p': out->pid_file = optarg; break;
        case 'f': out->preserved = (unsigned)atoi(optarg); break;
        case 'n': out->no_pivot = true; break;
        case 'd': out->detach = true; break;
        case 'K': out->keep = true; break;
        case 's': break; /* we are one only for as long as we wait */
        case 'k':
            return err_set(e, ENOTSUP, argv[0], "no-new-keyring",
                           "--no-new-keyring is not supported: every container has its own");
        default: return usage_error(e, argv[0], "[OPTIONS] CONTAINER-ID");
        }
    }
    if (out->preserved > 1000)
        return err_set(e, EINVAL, argv[0], "preserve-fds", "--preserve-fds is above 1000");
    return 0;
}

int verb_create(const struct oci *o, int argc, char **argv, struct err *e)
{
    struct create_options options;
    const char *id;
    if (parse_create(argc, argv, &options, e) < 0 || only_id(argc, argv, &id, e) < 0)
        return -1;
    return container_create(o, id, &options, e);
}

/* Says the word on the socket that init waits at, and listens until execve closes it. */
static int tell_init(const struct container *c, struct err *e)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "start.sock"};
    struct report r;
    int fd1, fd2;
    cleanup_fd int here = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    cleanup_fd int sock = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (here < 0 || sock < 0 || chdir(c->dir) < 0)
        return err_sys(e, "start", c->id);
    int result = connect(sock, (struct sockaddr *)&address, sizeof address);
    int bad = errno;
    if (fchdir(here) < 0)
        return err_sys(e, "start", c->id);
    if (result < 0 && bad == ECONNREFUSED)
        return err_set(e, EBUSY, "start", c->id, "cannot start a container that has stopped or runs");
    if (result < 0 || send(sock, "s", 1, MSG_NOSIGNAL) < 0)
        return err_sys(e, "start", c->id);
    if (fd_receive(sock, &r, sizeof r, &fd1, &fd2) != sizeof r)
        return 0;
    *e = r.err;
    return -1;
}

int container_start(const struct container *c, struct err *e)
{
    struct config config;
    enum oci_status status = container_status(c);
    if (status != OCI_CREATED)
        return err_set(e, EBUSY, "start", c->id, "cannot start a container that %s",
                       status == OCI_STOPPED ? "has stopped" : "is already running");
    if (container_config(c, &config, e) < 0)
        return -1;
    const struct hook_state state = {c->id, "running", c->bundle, (pid_t)c->pid};
    int result = tell_init(c, e);
    if (result == 0 && (container_mark_started(c, e) < 0
                        || hooks_run(&config, HOOK_POSTSTART, &state, e) < 0)) {
        kill((pid_t)c->pid, SIGKILL);
        result = -1;
    }
    config_free(&config);
    return result;
}

int verb_start(const struct oci *o, int argc, char **argv, struct err *e)
{
    const char *id;
    cleanup_container struct container c = {0};
    optind = 1;
    if (only_id(argc, argv, &id, e) < 0 || container_load(o, id, &c, e) < 0)
        return -1;
    return container_start(&c, e);
}

static int wait_dead(const struct container *c, struct err *e)
{
    cleanup_fd int pidfd = k_pidfd_open((pid_t)c->pid);
    struct pollfd p = {pidfd, POLLIN, 0};
    if (pidfd >= 0 && container_status(c) != OCI_STOPPED)
        poll(&p, 1, KILL_MS);
    if (container_status(c) == OCI_STOPPED)
        return 0;
    return err_set(e, EBUSY, "delete", c->id, "container init still running");
}

int container_delete(const struct container *c, bool force, struct err *e)
{
    static const char *const files[] = {"start.sock", "started", "config.json", "state.json"};
    struct config config;
    struct err ignored;
    char path[PATH_MAX];
    enum oci_status status = container_status(c);
    if (!force && (status == OCI_RUNNING || status == OCI_PAUSED))
        return err_set(e, EBUSY, "delete", c->id,
                       "cannot delete container %s that is not stopped: %s", c->id,
                       status_name(status));
    if (status != OCI_STOPPED)
        kill((pid_t)c->pid, SIGKILL);
    cgroup_kill(&c->cgroups, c->cgroup);
    if (status == OCI_PAUSED)
        cgroup_thaw(&c->cgroups, c->cgroup, &ignored);
    if (wait_dead(c, e) < 0)
        return -1;
    cgroup_remove(&c->cgroups, c->cgroup);
    /* The specification wants later hooks to run and the removal to go on when one fails. */
    if (container_config(c, &config, &ignored) == 0) {
        const struct hook_state state = {c->id, "stopped", c->bundle, 0};
        if (hooks_run(&config, HOOK_POSTSTOP, &state, &ignored) < 0)
            fprintf(stderr, "jocker-oci: warning: %s\n", ignored.message);
        config_free(&config);
    }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        container_file(c, files[i], path);
        unlink(path);
    }
    return rmdir(c->dir) < 0 ? err_sys(e, "remove", c->dir) : 0;
}

int verb_delete(const struct oci *o, int argc, char **argv, struct err *e)
{
    static const struct option options[] = {{"force", no_argument, NULL, 'f'}, {NULL, 0, NULL, 0}};
    const char *id;
    bool force = false;
    cleanup_container struct container c = {0};
    int option;
    while ((option = getopt_long(argc, argv, "+f", options, NULL)) != -1) {
        if (option != 'f')
            return usage_error(e, argv[0], "[--force] CONTAINER-ID");
        force = true;
    }
    if (only_id(argc, argv, &id, e) < 0)
        return -1;
    if (container_load(o, id, &c, e) < 0)
        return force && e->num == ENOENT ? 0 : -1;
    return container_delete(&c, force, e);
}

static int run_to_the_end(const struct oci *o, const char *id, struct create_options *options,
                          struct err *e)
{
    int master = -1;
    cleanup_container struct container c = {0};
    if (!options->detach && !options->console_socket)
        options->master = &master;
    if (container_create(o, id, options, e) < 0 || container_load(o, id, &c, e) < 0)
        return -1;
    if (container_start(&c, e) < 0) {
        struct err ignored;
        container_delete(&c, true, &ignored);
        return -1;
    }
    if (options->detach)
        return 0;
    int code = wait_forwarding((pid_t)c.pid, master);
    return !options->keep && container_delete(&c, true, e) < 0 ? -1 : code;
}

int verb_run(const struct oci *o, int argc, char **argv, struct err *e)
{
    struct create_options options;
    const char *id;
    if (parse_create(argc, argv, &options, e) < 0 || only_id(argc, argv, &id, e) < 0)
        return -1;
    if (!options.detach) {
        block_signals();
        prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    }
    return run_to_the_end(o, id, &options, e);
}
