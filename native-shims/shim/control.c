#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "../common/decode.h"
#include "cgroup.h"
#include "foreign.h"
#include "shim.h"

static void answer_state(struct shim *s, struct conn *c, uint8_t type)
{
    static const char *const names[] = {"created", "created", "running", "running", "stopped"};
    const char *name = s->paused ? "paused" : names[s->status];
    cleanup_buf struct buf b = {0};
    buf_printf(&b, "{\"status\": \"%s\", ", name);
    task_render_name(&s->init, &b);
    buf_printf(&b, ", \"shimPid\": %d, \"shimStartTime\": %llu", (int)s->shim_pid,
               (unsigned long long)s->shim_start_time);
    execs_render_state(s, &b);
    if (s->exit_record)
        buf_printf(&b, ", \"exit\": %s", s->exit_record);
    if (s->warnings)
        buf_printf(&b, ", \"warnings\": [%s]", s->warnings);
    buf_add(&b, "}", 2);
    conn_answer(s, c, type, b.data);
}

void control_ready(struct shim *s, struct conn *first)
{
    answer_state(s, first, MSG_READY);
}

static void refuse(struct shim *s, struct conn *c, int num, const char *op, const char *message)
{
    struct err e;
    err_set(&e, num, op, s->id, "%s", message);
    conn_error(s, c, &e);
}

/* ---- one function for each request; each answers exactly once ---- */

static void start(struct shim *s, struct conn *c, struct json_doc *doc)
{
    (void)doc;
    start_request(s, c);
}

/* The process that a request names: init when it names none. Answers when there is none. */
static struct task *find_task(struct shim *s, struct conn *c, const char *process, const char *op)
{
    struct exec *x = process && *process ? exec_find(s, process) : NULL;
    if (!process || !*process)
        return &s->init;
    if (!x)
        refuse(s, c, ESRCH, op, "there is no such process");
    return x ? &x->task : NULL;
}

static void signal_all(struct shim *s, int sig)
{
    if (sig == SIGKILL)
        lifecycle_kill(s, true);
    else
        cgroup_signal(&s->cgroups, s->cgroup, sig);
}

static void signal_one(struct shim *s, struct conn *c, const char *process, int sig)
{
    struct err e;
    struct task *t = find_task(s, c, process, "signal");
    if (!t)
        return;
    if (s->foreign && t == &s->init && foreign_signal(s, sig, false, &e) < 0) {
        conn_error(s, c, &e);
        return;
    }
    int bad = s->foreign && t == &s->init ? 0 : task_signal(t, sig);
    if (bad == ESRCH) {
        refuse(s, c, ESRCH, "signal", "the process has ended");
    } else if (bad) {
        errno = bad;
        err_sys(&e, "signal", s->id);
        conn_error(s, c, &e);
    } else {
        if (sig == SIGKILL && t == &s->init)
            lifecycle_kill(s, false);
        conn_answer(s, c, MSG_OK, "{}");
    }
}

static void send_signal(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct request { const char *process; uint64_t signal; bool all; } r = {0};
    static const struct field fields[] = {
        {"process", F_STRING, offsetof(struct request, process)},
        {"signal", F_UINT | F_REQUIRED, offsetof(struct request, signal)},
        {"all", F_BOOL, offsetof(struct request, all)}, FIELDS_END};
    struct err e;
    if (decode(doc, json_root(doc), fields, true, &r, &e) < 0) {
        conn_error(s, c, &e);
    } else if (r.signal > 64) {
        refuse(s, c, EINVAL, "signal", "there is no such signal");
    } else if (s->status >= DRAINING) {
        refuse(s, c, ESRCH, "signal", "the container's process has ended");
    } else if (r.all) {
        signal_all(s, (int)r.signal);
        conn_answer(s, c, MSG_OK, "{}");
    } else {
        signal_one(s, c, r.process, (int)r.signal);
    }
}

static void resize(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct request { const char *process; uint64_t width, height; } r = {0};
    static const struct field fields[] = {
        {"process", F_STRING, offsetof(struct request, process)},
        {"width", F_UINT | F_REQUIRED, offsetof(struct request, width)},
        {"height", F_UINT | F_REQUIRED, offsetof(struct request, height)}, FIELDS_END};
    struct err e;
    if (decode(doc, json_root(doc), fields, true, &r, &e) < 0) {
        conn_error(s, c, &e);
        return;
    }
    if (r.height > UINT16_MAX || r.width > UINT16_MAX) {
        refuse(s, c, EINVAL, "resize", "the terminal is too large");
        return;
    }
    const struct task *t = find_task(s, c, r.process, "resize");
    int bad = t ? stdio_resize(&t->io, (unsigned)r.width, (unsigned)r.height) : 0;
    if (bad)
        refuse(s, c, bad, "resize",
               bad == ENOTTY ? "the process has no terminal" : err_text(bad));
    else if (t)
        conn_answer(s, c, MSG_OK, "{}");
}

static void attach(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct request { const char *process; struct attach_wish wish; } r = {0};
    static const struct field fields[] = {
        {"process", F_STRING, offsetof(struct request, process)},
        {"stdin", F_BOOL, offsetof(struct request, wish.in)},
        {"stdout", F_BOOL, offsetof(struct request, wish.out)},
        {"stderr", F_BOOL, offsetof(struct request, wish.err)},
        {"raw", F_BOOL, offsetof(struct request, wish.raw)}, FIELDS_END};
    struct err e;
    if (decode(doc, json_root(doc), fields, true, &r, &e) < 0) {
        conn_error(s, c, &e);
    } else if (r.process && *r.process) {
        refuse(s, c, ENOTSUP, "attach", "only the client that started an exec is attached to it");
    } else {
        conn_answer(s, c, MSG_OK, "{}");
        stdio_attach(s, &s->init.io, c, &r.wish);
    }
}

static void exec(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct exec_request r;
    struct err e;
    if (exec_request_decode(doc, &r, &e) < 0)
        conn_error(s, c, &e);
    else if (s->status != RUNNING)
        refuse(s, c, ESRCH, "exec", "the container is not running");
    else if (s->paused)
        refuse(s, c, EBUSY, "exec", "the container is paused");
    else if (exec_find(s, r.id))
        refuse(s, c, EEXIST, "exec", "there is a process of this id already");
    else
        exec_start(s, c, &r);
}

/* What is not known was forgotten before: that is no error. */
static void forget(struct shim *s, struct conn *c, struct json_doc *doc)
{
    const char *id = NULL;
    static const struct field fields[] = {{"id", F_STRING | F_REQUIRED, 0}, FIELDS_END};
    struct err e;
    if (decode(doc, json_root(doc), fields, true, &id, &e) < 0) {
        conn_error(s, c, &e);
        return;
    }
    struct exec *x = exec_find(s, id);
    if (x && !x->task.ended) {
        refuse(s, c, EBUSY, "forget", "the process is running");
        return;
    }
    if (x)
        x->gone = true;
    conn_answer(s, c, MSG_OK, "{}");
}

static void pause_all(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct err e;
    (void)doc;
    if (s->status != RUNNING) {
        refuse(s, c, ESRCH, "pause", "the container is not running");
    } else if (s->paused) {
        refuse(s, c, EALREADY, "pause", "the container is paused already");
    } else if ((s->foreign ? foreign_verb(s, "pause", &e)
                           : cgroup_freeze(&s->cgroups, s->cgroup, &e)) < 0) {
        conn_error(s, c, &e);
    } else {
        s->paused = true;
        conn_answer(s, c, MSG_OK, "{}");
    }
}

static void resume_all(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct err e;
    (void)doc;
    if (!s->paused) {
        refuse(s, c, EALREADY, "resume", "the container is not paused");
    } else if ((s->foreign ? foreign_verb(s, "resume", &e)
                           : cgroup_thaw(&s->cgroups, s->cgroup, &e)) < 0) {
        conn_error(s, c, &e);
    } else {
        s->paused = false;
        conn_answer(s, c, MSG_OK, "{}");
    }
}

static void update(struct shim *s, struct conn *c, struct json_doc *doc)
{
    const struct json *resources = NULL;
    static const struct field fields[] = {{"resources", F_OBJECT | F_REQUIRED, 0}, FIELDS_END};
    struct err e;
    if (decode(doc, json_root(doc), fields, true, &resources, &e) < 0)
        conn_error(s, c, &e);
    else if (s->status >= DRAINING)
        refuse(s, c, ESRCH, "update", "the container's process has ended");
    else if ((s->foreign ? foreign_update(s, json_source(doc) + resources->begin,
                                          resources->limit - resources->begin, &e)
                         : cgroup_update(&s->cgroups, s->cgroup, doc, resources, &e)) < 0)
        conn_error(s, c, &e);
    else
        conn_answer(s, c, MSG_OK, "{}");
}

static void delete(struct shim *s, struct conn *c, struct json_doc *doc)
{
    struct request { bool force; } r = {0};
    static const struct field fields[] = {{"force", F_BOOL, 0}, FIELDS_END};
    struct err e;
    if (decode(doc, json_root(doc), fields, true, &r, &e) < 0) {
        conn_error(s, c, &e);
        return;
    }
    if (s->status != CREATED && s->status != STOPPED && !r.force) {
        refuse(s, c, EBUSY, "delete", "the container is running");
        return;
    }
    /* A container that ran has an exit code, which is somebody's to know. */
    bool ran = s->status == STARTING || s->status == RUNNING || s->status == DRAINING;
    s->deleted = !ran;
    conn_answer(s, c, MSG_OK, "{}");
    lifecycle_kill(s, true);
    for (struct conn *other = s->conns; other; other = other->next)
        if (other->io)
            conn_drop(s, other);
}

typedef void request_fn(struct shim *s, struct conn *c, struct json_doc *doc);

static void state(struct shim *s, struct conn *c, struct json_doc *doc)
{
    (void)doc;
    answer_state(s, c, MSG_OK);
}

static void handle_request(struct shim *s, struct conn *c, const struct frame *f)
{
    static request_fn *const handlers[32] = {
        [MSG_START] = start, [MSG_SIGNAL] = send_signal, [MSG_RESIZE] = resize,
        [MSG_STATE] = state, [MSG_ATTACH] = attach, [MSG_DELETE] = delete,
        [MSG_EXEC] = exec, [MSG_EXEC_FORGET] = forget, [MSG_UPDATE] = update,
        [MSG_PAUSE] = pause_all, [MSG_RESUME] = resume_all};
    cleanup_json struct json_doc *doc = NULL;
    struct err e;
    if (!handlers[f->type]) {
        refuse(s, c, ENOSYS, "request", "this request is not supported");
        return;
    }
    if (json_parse("request", f->payload, f->len, &doc, &e) < 0) {
        conn_error(s, c, &e);
        return;
    }
    handlers[f->type](s, c, doc);
}

bool control_frame(struct shim *s, struct conn *c, const struct frame *f)
{
    bool input = f->type == MSG_STDIN || f->type == MSG_STDIN_EOF;
    if (input != (c->io != NULL)) { /* a stream takes input only, a control connection none */
        conn_drop(s, c);
        return true;
    }
    if (input)
        return stdio_input_frame(s, c, f);
    handle_request(s, c, f);
    return true;
}
