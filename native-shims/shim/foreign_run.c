#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "foreign.h"

#define ARGS_MAX 64
#define RUN_MS 60000 /* a runtime that takes longer is given up */
#define CONSOLE_MS 5000

static void run_child(char **args, const int *stdio)
{
    static char *env[] = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", NULL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    for (int i = 0; stdio && i < 3; i++)
        if (dup2(stdio[i], i) < 0)
            _exit(126);
    k_close_range(3, ~0u, K_CLOSE_RANGE_CLOEXEC);
    execve(args[0], args, env);
    _exit(127);
}

/* The last line of the runtime's log that is an error, {"level":"error","msg":…}; its words are
 * what clients know. */
static void explain(const char *log, int status, const char *verb, const char *path, struct err *e)
{
    struct err ignored;
    cleanup_free char *text = NULL;
    size_t len;
    err_set(e, ECHILD, verb, path, "%s %s: exit status %d", path, verb,
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    if (fd_read_file(AT_FDCWD, log, 1 << 20, &text, &len, &ignored) < 0)
        return;
    for (char *save, *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        cleanup_json struct json_doc *doc = NULL;
        if (json_parse("log", line, strlen(line), &doc, &ignored) < 0)
            continue;
        const struct json *level = json_get(json_root(doc), "level");
        const struct json *words = json_get(json_root(doc), "msg");
        if (level && words && words->type == JSON_STRING && strcmp(level->text, "error") == 0)
            err_set(e, ECHILD, verb, path, "%s", words->text);
    }
}

static int wait_for(pid_t pid, int *status)
{
    cleanup_fd int pidfd = k_pidfd_open(pid);
    struct pollfd p = {pidfd, POLLIN, 0};
    int n;
    do {
        n = poll(&p, 1, RUN_MS);
    } while (n < 0 && errno == EINTR);
    if (n == 0)
        kill(pid, SIGKILL);
    while (waitpid(pid, status, 0) < 0 && errno == EINTR)
        ;
    return n == 0 ? -1 : 0;
}

int foreign_run(const struct foreign *f, const int *stdio, struct err *e, const char *verb, ...)
{
    char log[512], state[512], *args[ARGS_MAX];
    size_t n = 0;
    int status = 0;
    va_list ap;
    snprintf(log, sizeof log, "%s/log", f->dir);
    snprintf(state, sizeof state, "%s/state", f->dir);
    char *const fixed[] = {"--root", state, "--log", log, "--log-format", "json"};
    while (f->args[n] && n < ARGS_MAX / 2) {
        args[n] = f->args[n];
        n++;
    }
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        args[n++] = fixed[i];
    args[n++] = (char *)(size_t)verb;
    va_start(ap, verb);
    do {
        args[n] = va_arg(ap, char *);
    } while (args[n++] && n < ARGS_MAX);
    va_end(ap);
    unlink(log);
    pid_t pid = fork();
    if (pid < 0)
        return err_sys(e, "fork", f->args[0]);
    if (pid == 0)
        run_child(args, stdio);
    if (wait_for(pid, &status) < 0)
        return err_set(e, ETIMEDOUT, verb, f->args[0], "%s %s did not end within %d s", f->args[0],
                       verb, RUN_MS / 1000);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return err_set(e, ENOENT, verb, f->args[0], "the runtime %s cannot be executed", f->args[0]);
    explain(log, status, verb, f->args[0], e);
    return -1;
}

pid_t foreign_read_pid(const char *path, struct err *e)
{
    cleanup_free char *text = NULL;
    size_t len;
    if (fd_read_file(AT_FDCWD, path, 64, &text, &len, e) < 0)
        return -1;
    long pid = strtol(text, NULL, 10);
    return pid > 1 ? (pid_t)pid : err_set(e, EINVAL, "read", path, "%s holds no pid", path);
}

int foreign_listen(const char *path, struct err *e)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    cleanup_fd int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (strlen(path) >= sizeof address.sun_path)
        return err_set(e, ENAMETOOLONG, "listen", path, "%s: too long for a socket", path);
    strcpy(address.sun_path, path);
    unlink(path);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 1) < 0)
        return err_sys(e, "listen", path);
    return fd_steal(&fd);
}

int foreign_accept(int listener, struct err *e)
{
    char name[128];
    int master, other;
    struct pollfd p = {listener, POLLIN, 0};
    if (poll(&p, 1, CONSOLE_MS) != 1)
        return err_set(e, ETIMEDOUT, "receive", "terminal", "the runtime sent no terminal");
    cleanup_fd int conn = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (conn < 0 || fd_receive(conn, name, sizeof name, &master, &other) < 0 || master < 0)
        return err_sys(e, "receive", "terminal");
    if (fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK) < 0)
        return err_sys(e, "use", "terminal");
    return master;
}
