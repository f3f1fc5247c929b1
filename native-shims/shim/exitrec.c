#include "shim.h"

char *exitrec_render(const struct shim *s)
{
    struct buf b = {0};
    char started[48], finished[48];
    time_format(&s->started_at, started);
    time_format(&s->init.finished_at, finished);
    buf_text(&b, "{");
    task_render_exit(&s->init, &b);
    buf_printf(&b, ", \"oomKilled\": %s, ", s->oom_killed ? "true" : "false");
    task_render_name(&s->init, &b);
    buf_printf(&b, ", \"startedAt\": \"%s\", \"finishedAt\": \"%s\"", started, finished);
    execs_render_exits(s, &b);
    buf_add(&b, "}", 2);
    return b.data;
}
