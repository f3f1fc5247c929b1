#define _GNU_SOURCE
#include "hooks.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../common/buf.h"
#include "../common/fd.h"
#include "../common/sys.h"

#define WORDS_MAX 400 /* of what a failed hook wrote to stderr */

static void render(const struct config *c, const struct hook_state *s, struct buf *b)
{
    buf_text(b, "{\"ociVersion\":\"1.2.0\",\"id\":");
    buf_json_string(b, s->id);
    buf_printf(b, ",\"status\":\"%s\"", s->status);
    if (s->pid)
        buf_printf(b, ",\"pid\":%d", (int)s->pid);
    buf_text(b, ",\"bundle\":");
    buf_json_string(b, s->bundle);
    if (c->annotations) {
        buf_text(b, ",\"annotations\":");
        buf_add(b, json_source(c->doc) + c->annotations->begin,
                c->annotations->limit - c->annotations->begin);
    }
    buf_text(b, "}");
}

static void run_child(const struct hook *h, int in, int words)
{
    static char *none[] = {NULL};
    static char *fallback[2];
    sigset_t empty;
    cleanup_fd int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    fallback[0] = (char *)(size_t)h->path;
    sigemptyset(&empty);
    sigprocmask(SIG_SETMASK, &empty, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (dup2(in, 0) < 0 || dup2(null >= 0 ? null : words, 1) < 0 || dup2(words, 2) < 0)
        _exit(126);
    k_close_range(3, ~0u, K_CLOSE_RANGE_CLOEXEC);
    execve(h->path, h->args.n ? (char **)(size_t)h->args.v : fallback,
           h->env.n ? (char **)(size_t)h->env.v : none);
    dprintf(2, "%s", err_text(errno));
    _exit(126);
}

/* Its exit, or that its time is over. Collects what it says meanwhile. */
static bool wait_for(pid_t pid, int words, int timeout, int *status, char said[WORDS_MAX])
{
    char waste[512];
    size_t used = 0;
    cleanup_fd int pidfd = k_pidfd_open(pid);
    for (;;) {
        struct pollfd p[2] = {{pidfd, POLLIN, 0}, {words, POLLIN, 0}};
        int n = poll(p, words >= 0 ? 2 : 1, timeout > 0 ? timeout * 1000 : -1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            return false;
        if (p[1].revents) {
            ssize_t got = read(words, waste, sizeof waste);
            if (got <= 0)
                words = -1;
            for (ssize_t i = 0; i < got && used < WORDS_MAX - 1; i++)
                said[used++] = waste[i];
            said[used] = 0;
            continue;
        }
        while (waitpid(pid, status, 0) < 0 && errno == EINTR)
            ;
        return true;
    }
}

static int run_one(const struct hook *h, const struct buf *state, struct err *e)
{
    int in[2], words[2], status = 0;
    char said[WORDS_MAX] = "";
    if (pipe2(in, O_CLOEXEC) < 0)
        return err_sys(e, "create", "pipe");
    if (pipe2(words, O_CLOEXEC) < 0) {
        close(in[0]);
        close(in[1]);
        return err_sys(e, "create", "pipe");
    }
    signal(SIGPIPE, SIG_IGN);
    pid_t pid = fork();
    if (pid == 0)
        run_child(h, in[0], words[1]);
    close(in[0]);
    close(words[1]);
    /* A hook need not read it. */
    if (pid > 0 && fd_write_all(in[1], state->data + state->start, buf_len(state)) < 0)
        errno = 0;
    close(in[1]);
    if (pid < 0) {
        close(words[0]);
        return err_sys(e, "fork", "hook");
    }
    bool ended = wait_for(pid, words[0], (int)h->timeout.v, &status, said);
    close(words[0]);
    if (!ended) {
        kill(pid, SIGKILL);
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
        return err_set(e, ETIMEDOUT, "hook", h->path, "hook %s did not end within %d s", h->path,
                       (int)h->timeout.v);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    return err_set(e, ECHILD, "hook", h->path, "error running hook %s: exit status %d: %s", h->path,
                   WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status), said);
}

int hooks_run(const struct config *c, enum hook_kind kind, const struct hook_state *state,
              struct err *e)
{
    cleanup_buf struct buf text = {0};
    if (!c->hooks_len[kind])
        return 0;
    render(c, state, &text);
    for (size_t i = 0; i < c->hooks_len[kind]; i++)
        if (run_one(&c->hooks[kind][i], &text, e) < 0)
            return -1;
    return 0;
}
