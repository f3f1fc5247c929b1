#include "shim.h"

void exec_render_exit(const struct exec *x, struct buf *b)
{
    char finished[48];
    time_format(&x->task.finished_at, finished);
    buf_printf(b, "{\"id\": \"%s\", ", x->id);
    task_render_exit(&x->task, b);
    buf_text(b, ", ");
    task_render_name(&x->task, b);
    buf_printf(b, ", \"finishedAt\": \"%s\"}", finished);
}

void execs_render_exits(const struct shim *s, struct buf *b)
{
    const char *before = ", \"execs\": [";
    for (const struct exec *x = s->execs; x; x = x->next) {
        if (x->gone || !x->task.ended)
            continue;
        buf_text(b, before);
        exec_render_exit(x, b);
        before = ", ";
    }
    if (before[2] != '"')
        buf_text(b, "]");
}

void execs_render_state(const struct shim *s, struct buf *b)
{
    const char *before = ", \"execs\": [";
    for (const struct exec *x = s->execs; x; x = x->next) {
        if (x->gone || !x->running)
            continue;
        buf_printf(b, "%s{\"id\": \"%s\", ", before, x->id);
        task_render_name(&x->task, b);
        if (x->task.ended)
            buf_printf(b, ", \"exitCode\": %d", task_exit_code(&x->task));
        buf_text(b, "}");
        before = ", ";
    }
    if (before[2] != '"')
        buf_text(b, "]");
}
