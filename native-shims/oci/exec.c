#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "../init/capnames.h"
#include "../init/launch.h"
#include "../shim/shim.h"
#include "oci.h"

#define LIST_MAX 256

struct options {
    const char *process, *cwd, *user, *pid_file, *console_socket, *apparmor;
    const char *env[LIST_MAX], *caps[LIST_MAX], *groups[LIST_MAX];
    size_t env_len, caps_len, groups_len;
    bool terminal, detach, no_new_privs, ignore_paused;
    unsigned preserved;
};

static int push(const char **list, size_t *n, const char *value, struct err *e)
{
    if (*n == LIST_MAX)
        return err_set(e, E2BIG, "exec", value, "more than %d of one option", LIST_MAX);
    list[(*n)++] = value;
    return 0;
}

static int refuse(const char *option, struct err *e)
{
    return err_set(e, ENOTSUP, "exec", option, "--%s is not supported", option);
}

static int take(struct options *x, int option, struct err *e)
{
    switch (option) {
    case 'p': x->process = optarg; return 0;
    case 'w': x->cwd = optarg; return 0;
    case 'u': x->user = optarg; return 0;
    case 'P': x->pid_file = optarg; return 0;
    case 'C': x->console_socket = optarg; return 0;
    case 't': x->terminal = true; return 0;
    case 'd': x->detach = true; return 0;
    case 'n': x->no_new_privs = true; return 0;
    case 'i': x->ignore_paused = true; return 0;
    case 'f': x->preserved = (unsigned)atoi(optarg); return 0;
    case 'e': return push(x->env, &x->env_len, optarg, e);
    case 'c': return push(x->caps, &x->caps_len, optarg, e);
    case 'g': return push(x->groups, &x->groups_len, optarg, e);
    case 'l': return *optarg ? refuse("process-label", e) : 0;
    case 'a': x->apparmor = optarg; return 0;
    case 'G': return refuse("cgroup", e);
    default: return usage_error(e, "exec", "[OPTIONS] CONTAINER-ID COMMAND [ARGS]");
    }
}

static int parse(int argc, char **argv, struct options *x, struct err *e)
{
    static const struct option options[] = {
        {"process", required_argument, NULL, 'p'}, {"cwd", required_argument, NULL, 'w'},
        {"user", required_argument, NULL, 'u'}, {"pid-file", required_argument, NULL, 'P'},
        {"console-socket", required_argument, NULL, 'C'}, {"tty", no_argument, NULL, 't'},
        {"detach", no_argument, NULL, 'd'}, {"no-new-privs", no_argument, NULL, 'n'},
        {"ignore-paused", no_argument, NULL, 'i'}, {"preserve-fds", required_argument, NULL, 'f'},
        {"env", required_argument, NULL, 'e'}, {"cap", required_argument, NULL, 'c'},
        {"additional-gids", required_argument, NULL, 'g'},
        {"process-label", required_argument, NULL, 'l'},
        {"apparmor", required_argument, NULL, 'a'}, {"cgroup", required_argument, NULL, 'G'},
        {NULL, 0, NULL, 0}};
    int option;
    memset(x, 0, sizeof *x);
    while ((option = getopt_long(argc, argv, "+p:u:te:g:c:d", options, NULL)) != -1)
        if (take(x, option, e) < 0)
            return -1;
    if (optind >= argc || (!x->process && optind + 1 >= argc))
        return usage_error(e, "exec", "[OPTIONS] CONTAINER-ID COMMAND [ARGS]");
    return 0;
}

static int add_caps(struct process *p, const struct options *x, struct err *e)
{
    for (size_t i = 0; i < x->caps_len; i++) {
        int cap = cap_number(x->caps[i]);
        if (cap < 0)
            return err_set(e, EINVAL, "exec", x->caps[i], "unknown capability %s", x->caps[i]);
        p->caps.bounding |= 1ull << cap;
        p->caps.permitted |= 1ull << cap;
        p->caps.effective |= 1ull << cap;
        if (p->caps.ambient)
            p->caps.ambient |= 1ull << cap;
    }
    return 0;
}

static int set_user(struct config *c, const struct options *x, struct err *e)
{
    struct user *u = &c->process.user;
    char *end;
    if (x->user) {
        u->uid = (uint32_t)strtoul(x->user, &end, 10);
        u->gid = *end == ':' ? (uint32_t)strtoul(end + 1, &end, 10) : 0;
        if (*end || end == x->user)
            return err_set(e, EINVAL, "exec", x->user, "user %s is not UID[:GID]", x->user);
        u->groups.n = 0;
    }
    uint32_t *groups = json_alloc(c->doc, (u->groups.n + x->groups_len + 1) * sizeof *groups);
    if (u->groups.n)
        memcpy(groups, u->groups.v, u->groups.n * sizeof *groups);
    for (size_t i = 0; i < x->groups_len; i++) {
        groups[u->groups.n++] = (uint32_t)strtoul(x->groups[i], &end, 10);
        if (*end || end == x->groups[i])
            return err_set(e, EINVAL, "exec", x->groups[i], "%s is not a group's number",
                           x->groups[i]);
    }
    u->groups.v = groups;
    return 0;
}

/* The container's own process, changed by the options. */
static int from_options(struct config *c, const struct options *x, int argc, char **argv,
                        struct err *e)
{
    struct process *p = &c->process;
    const char **env = json_alloc(c->doc, (p->env.n + x->env_len + 1) * sizeof *env);
    const char **args = json_alloc(c->doc, ((size_t)argc + 1) * sizeof *args);
    memcpy(env, p->env.v, p->env.n * sizeof *env);
    memcpy(env + p->env.n, x->env, x->env_len * sizeof *env);
    for (int i = 0; i < argc; i++)
        args[i] = argv[i];
    p->env = (struct strings){env, p->env.n + x->env_len};
    p->args = (struct strings){args, (size_t)argc};
    p->terminal = x->terminal;
    p->no_new_privs |= x->no_new_privs;
    if (x->cwd)
        p->cwd = x->cwd;
    if (x->apparmor)
        p->apparmor = x->apparmor;
    return set_user(c, x, e) < 0 || add_caps(p, x, e) < 0 ? -1 : 0;
}

static int from_file(struct config *c, const struct options *x, struct json_doc **doc,
                     struct err *e)
{
    struct config read = {0};
    if (json_parse_file(x->process, doc, e) < 0)
        return -1;
    read.doc = *doc;
    if (config_process(&read, json_root(*doc), e) < 0)
        return -1;
    c->process = read.process;
    c->process.terminal |= x->terminal;
    return 0;
}

/* A process that is there, told by its reports. */
struct child {
    int report, master;
    pid_t pid;
};

static int take_report(struct child *k, const struct options *x, const struct report *r, int fd1,
                       int fd2, struct err *e)
{
    if (r->kind == REPORT_CREATED)
        k->pid = r->pid;
    if (r->kind == REPORT_ERROR) {
        *e = r->err;
        return -1;
    }
    if (r->kind != REPORT_PTY)
        return 0;
    close(fd2);
    if (!x->console_socket) {
        k->master = fd1;
        return 0;
    }
    int result = console_send(x->console_socket, fd1, e);
    close(fd1);
    return result;
}

static int wait_started(struct child *k, const struct options *x, struct err *e)
{
    for (;;) {
        struct report r;
        int fd1, fd2;
        ssize_t n = fd_receive(k->report, &r, sizeof r, &fd1, &fd2);
        if (n == 0 && k->pid)
            return 0;
        if (n != sizeof r)
            return err_set(e, ECHILD, "exec", "process",
                           "the process ended while it was being set up");
        if (take_report(k, x, &r, fd1, fd2, e) < 0)
            return -1;
    }
}

static int spawn(const struct container *c, struct config *config, const struct options *x,
                 struct child *k, struct err *e)
{
    static struct shim s; /* what the creator wants to know of the container */
    static struct exec_request r;
    struct shim_conf conf = {.id = c->id};
    int pair[2];
    s.cgroups = c->cgroups;
    snprintf(s.cgroup, sizeof s.cgroup, "%s", c->cgroup);
    s.dir = open(c->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    s.init.pid = (pid_t)c->pid;
    s.init.pidfd = k_pidfd_open((pid_t)c->pid);
    r.config = *config;
    if (s.dir < 0 || s.init.pidfd < 0
        || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return err_sys(e, "exec", c->id);
    k->report = pair[0];
    struct exec_ends ends = {.report = pair[1], .stdio = {0, 1, 2}, .bundle = c->bundle,
                             .conf = &conf, .preserved = x->preserved};
    pid_t creator = fork();
    if (creator == 0)
        exec_creator_run(&s, &r, &ends);
    close(pair[1]);
    int result = creator < 0 ? err_sys(e, "fork", "process") : wait_started(k, x, e);
    while (creator > 0 && waitpid(creator, NULL, 0) < 0 && errno == EINTR)
        ;
    return result;
}

static int run(const struct container *c, struct config *config, const struct options *x,
               struct err *e)
{
    struct child k = {-1, -1, 0};
    if (config->process.terminal && x->detach && !x->console_socket)
        return err_set(e, EINVAL, "exec", "terminal",
                       "cannot allocate tty if runc will detach without setting console socket");
    if (!x->detach) {
        block_signals();
        prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    }
    if (spawn(c, config, x, &k, e) < 0)
        return -1;
    if (pid_file_write(x->pid_file, k.pid, e) < 0) {
        kill(k.pid, SIGKILL);
        return -1;
    }
    return x->detach ? 0 : wait_forwarding(k.pid, k.master);
}

int verb_exec(const struct oci *o, int argc, char **argv, struct err *e)
{
    static struct options x;
    struct config config = {0};
    cleanup_container struct container c = {0};
    cleanup_json struct json_doc *doc = NULL;
    if (parse(argc, argv, &x, e) < 0 || container_load(o, argv[optind], &c, e) < 0)
        return -1;
    enum oci_status status = container_status(&c);
    if (status == OCI_STOPPED)
        return err_set(e, ESRCH, "exec", c.id, "cannot exec in a stopped container");
    if (status == OCI_PAUSED && !x.ignore_paused)
        return err_set(e, EBUSY, "exec", c.id,
                       "cannot exec in a paused container (use --ignore-paused to override)");
    if (container_config(&c, &config, e) < 0)
        return -1;
    int result = x.process ? from_file(&config, &x, &doc, e)
                           : from_options(&config, &x, argc - optind - 1, argv + optind + 1, e);
    result = result < 0 ? -1 : run(&c, &config, &x, e);
    config_free(&config);
    return result;
}
