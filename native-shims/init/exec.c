#define _GNU_SOURCE
#include <fcntl.h>
#include <unistd.h>

#include "../common/fd.h"
#include "launch.h"

/* The root of the mount namespace that was entered: what init pivoted to. */
static int open_root(struct launch *l, struct err *e)
{
    l->root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    return l->root < 0 ? err_sys(e, "open", "the container's root") : 0;
}

void exec_run(struct launch *l)
{
    struct report failure = {.kind = REPORT_ERROR};
    if (process_begin(l, &failure.err) == 0 && open_root(l, &failure.err) == 0
        && console_make(l, &failure.err) == 0 && process_prepare(l, &failure.err) == 0)
        process_execute(l, &failure.err);
    fd_send(l->report, &failure, sizeof failure, -1, -1);
    _exit(127);
}
