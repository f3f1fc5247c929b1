#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "../init/config.h"
#include "foreign.h"
#include "spawn.h"

#define FIRST_FD 3

static int enter_host(struct err *e)
{
    const char *text = getenv("JOCKER_HOST_MNTNS");
    if (!text || !*text)
        return 0;
    if (setns(atoi(text), CLONE_NEWNS) < 0)
        return err_sys(e, "join", "the host's mount namespace");
    const char *root = getenv("JOCKER_HOST_ROOT");
    if (root && *root && (fchdir(atoi(root)) < 0 || chroot(".") < 0))
        return err_sys(e, "enter", "the daemon's root directory");
    return 0;
}

static int forget_origin(struct err *e)
{
    k_close_range(FIRST_FD + 1, ~0u, 0);
    clearenv();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
        return err_sys(e, "open", "/dev/null");
    close(null);
    return fcntl(FIRST_FD, F_SETFD, FD_CLOEXEC) < 0 ? err_sys(e, "use", "descriptor 3") : 0;
}

/* Post-condition: this process is nobody's child. The spawned one has exited with 0. */
static int detach(struct err *e)
{
    pid_t pid = fork();
    if (pid < 0)
        return err_sys(e, "fork", "shim");
    if (pid > 0)
        _exit(0);
    if (setsid() < 0)
        return err_sys(e, "setsid", "shim");
    pid = fork();
    if (pid < 0)
        return err_sys(e, "fork", "shim");
    if (pid > 0)
        _exit(0);
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    prctl(PR_SET_NAME, "jocker-shim", 0, 0, 0);
    fd_put(AT_FDCWD, "/proc/self/oom_score_adj", "-900");
    return 0;
}

static struct foreign *keep_runtime(const struct shim_conf *c)
{
    struct foreign *f = calloc(1, sizeof *f);
    char **args = calloc(c->runtime_args.n + 2, sizeof *args);
    if (!f || !args)
        abort();
    args[0] = strdup(c->runtime);
    for (size_t i = 0; i < c->runtime_args.n; i++)
        args[i + 1] = strdup(c->runtime_args.v[i]);
    *f = (struct foreign){.id = strdup(c->id), .args = args};
    return f;
}

/* Frees what the parsing of shim.json needed; keeps what the years after need. */
static int read_conf(struct shim *s, struct err *e)
{
    struct shim_conf c;
    int result = shim_conf_load("shim.json", &c, e);
    if (result == 0) {
        s->id = strdup(c.id);
        s->exit_path = strdup(c.exit_path);
        s->keep_stdin = c.keep_stdin;
        s->durable = c.durable;
        s->foreign = c.runtime ? keep_runtime(&c) : NULL;
        result = log_open(&s->log, &c.log, e);
    }
    shim_conf_free(&c);
    return result;
}

static int listen_here(struct shim *s, struct err *e)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "sock"};
    s->listener.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    umask(0177); /* the socket is born 0600 */
    unlink("sock");
    if (s->listener.fd < 0
        || bind(s->listener.fd, (struct sockaddr *)&address, sizeof address) < 0
        || listen(s->listener.fd, 128) < 0)
        return err_sys(e, "listen", "sock");
    umask(077);
    return 0;
}

static void on_connect(struct shim *s, struct watch *w, uint32_t events)
{
    struct ucred peer;
    socklen_t size = sizeof peer;
    (void)events;
    cleanup_fd int fd = accept4(w->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0 || getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0
        || (peer.uid != 0 && peer.uid != geteuid()))
        return;
    struct conn *c = conn_add(s, fd_steal(&fd));
    if (c)
        execs_tell(s, c);
    if (c && s->status == STOPPED)
        conn_answer(s, c, MSG_EXIT, s->exit_record);
}

static void on_signal(struct shim *s, struct watch *w, uint32_t events)
{
    struct signalfd_siginfo info;
    (void)events;
    while (read(w->fd, &info, sizeof info) > 0)
        ;
    lifecycle_reap(s);
}

static void on_report(struct shim *s, struct watch *w, uint32_t events)
{
    (void)w, (void)events;
    start_take_report(s);
}

static int open_loop(struct shim *s, struct err *e)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    s->epoll = epoll_create1(EPOLL_CLOEXEC);
    s->signals.fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (s->epoll < 0 || s->signals.fd < 0)
        return err_sys(e, "create", "epoll");
    for (int i = 1; i < NSIG; i++)
        if (i == SIGTERM || i == SIGINT || i == SIGHUP || i == SIGPIPE || i == SIGQUIT
            || i == SIGUSR1 || i == SIGUSR2 || i == SIGALRM)
            signal(i, SIG_IGN);
    return 0;
}

static void start_watching(struct shim *s)
{
    s->listener.ready = on_connect;
    s->signals.ready = on_signal;
    s->report_watch = (struct watch){s->report, 0, on_report};
    watch_set(s, &s->listener, EPOLLIN);
    watch_set(s, &s->signals, EPOLLIN);
    watch_set(s, &s->report_watch, EPOLLIN);
}

static void on_log(struct shim *s, struct watch *w, uint32_t events)
{
    (void)w, (void)events;
    log_flush(&s->log);
}

/* The log's descriptor is its own to close, and another may have got its number: it is only
 * borrowed, while there is something that it has not taken, and the kernel asked each time. */
static void watch_log(struct shim *s)
{
    int fd = log_pending(&s->log), old = s->log_watch.fd;
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = &s->log_watch};
    s->log_watch = (struct watch){fd, EPOLLOUT, on_log};
    if (old >= 0 && old != fd)
        epoll_ctl(s->epoll, EPOLL_CTL_DEL, old, NULL);
    if (fd >= 0 && epoll_ctl(s->epoll, EPOLL_CTL_MOD, fd, &event) < 0)
        epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &event);
}

static void run(struct shim *s)
{
    struct epoll_event events[16];
    lifecycle_reap(s); /* what ended before the loop began */
    while (!lifecycle_over(s)) {
        bool ending = s->status == DRAINING || execs_draining(s) || oom_expected(s);
        watch_log(s);
        int n = epoll_wait(s->epoll, events, 16, ending ? 100 : -1);
        for (int i = 0; i < n; i++) {
            struct watch *w = events[i].data.ptr;
            if (w->fd >= 0)
                w->ready(s, w, events[i].events);
        }
        lifecycle_advance(s);
        conns_sweep(s);
    }
}

static int create(struct shim *s, struct err *e)
{
    return s->foreign ? foreign_create(s, e) : spawn_container(s, e);
}

static int set_up(struct shim *s, const char *runtime_dir, struct err *e)
{
    s->dir = open(runtime_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (s->dir < 0 || fchdir(s->dir) < 0)
        return err_sys(e, "open", runtime_dir);
    s->shim_pid = getpid();
    s->shim_start_time = process_start_time(s->shim_pid);
    if (open_loop(s, e) < 0 || read_conf(s, e) < 0 || create(s, e) < 0
        || listen_here(s, e) < 0)
        return -1;
    stdio_watch(s, &s->init.io);
    oom_watch(s);
    start_watching(s);
    return chdir("/") < 0 ? err_sys(e, "chdir", "/") : 0;
}

/* Before there is a loop: straight to descriptor 3. */
static int report_failure(const struct err *e)
{
    cleanup_buf struct buf json = {0}, frame = {0};
    error_render(&json, e);
    frame_add(&frame, MSG_ERROR, json.data, (uint32_t)buf_len(&json));
    send(FIRST_FD, frame.data, buf_len(&frame), MSG_NOSIGNAL);
    return 1;
}

int shim_main(const char *runtime_dir)
{
    static struct shim s = {.init.pidfd = -1, .report = -1, .epoll = -1, .oom.fd = -1, .log_watch.fd = -1,
                           
                            .listener.fd = -1, .on_frame = control_frame};
    struct err e = {0};
    stdio_init(&s.init.io);
    s.init.io.log = &s.log;
    if (enter_host(&e) < 0 || forget_origin(&e) < 0 || detach(&e) < 0)
        return report_failure(&e);
    if (set_up(&s, runtime_dir, &e) < 0)
        return report_failure(&e);
    malloc_trim(0);
    struct conn *first = conn_add(&s, FIRST_FD);
    if (first)
        control_ready(&s, first);
    run(&s);
    unlinkat(s.dir, "sock", 0);
    return 0;
}
