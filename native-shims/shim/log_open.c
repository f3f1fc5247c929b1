#include <string.h>

#include "../init/config.h"
#include "log_ring.h"
#include "logfile.h"

/* "\"attrs\":{…}," or "". */
static void render_attrs(const struct json *attrs, struct buf *b)
{
    if (attrs && attrs->len)
        buf_text(b, "\"attrs\":{");
    for (const struct json *a = attrs ? attrs->first : NULL; a; a = a->next) {
        buf_json_string(b, a->key);
        buf_text(b, ":");
        buf_json_string(b, a->text);
        buf_text(b, a->next ? "," : "},");
    }
    buf_add(b, "", 1);
}

static int open_file(struct log *l, const struct log_conf *conf, struct err *e)
{
    cleanup_buf struct buf attrs = {0};
    render_attrs(conf->attrs, &attrs);
    const struct logfile_conf file = {
        .path = conf->path, .attrs = attrs.data, .max_size = conf->max_size,
        .max_file = conf->max_file, .compress = conf->compress,
        .format = conf->kind == LOG_LOCAL ? format_local : format_json};
    return logfile_open(l, &file, e);
}

static int open_sink(struct log *l, const void *given, struct err *e)
{
    const struct log_conf *conf = given;
    switch (conf->kind) {
    case LOG_NONE:
        return 0;
    case LOG_SYSLOG:
        return syslog_open(l, conf, e);
    case LOG_JOURNALD:
        return journald_open(l, conf, e);
    default:
        return open_file(l, conf, e);
    }
}

int log_open(struct log *l, const struct log_conf *conf, struct err *e)
{
    memset(l, 0, sizeof *l);
    if (conf->non_blocking && conf->kind != LOG_NONE)
        return log_ring_start(l, conf->max_buffer, open_sink, conf, e);
    return open_sink(l, conf, e);
}
