#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>

#include "../common/fd.h"
#include "../init/launch.h"
#include "../init/tinyinit.h"
#include "foreign.h"

/* A place in the source text, and what stands there instead. */
struct splice {
    size_t from, to;
    struct buf text;
};

static void render_user(const struct user *u, struct buf *b)
{
    buf_printf(b, "{\"uid\": %u, \"gid\": %u, \"additionalGids\": [", u->uid, u->gid);
    for (size_t i = 0; i < u->groups.n; i++)
        buf_printf(b, "%s%u", i ? ", " : "", u->groups.v[i]);
    buf_text(b, "]");
    if (u->umask.set)
        buf_printf(b, ", \"umask\": %llu", (unsigned long long)u->umask.v);
    buf_text(b, "}");
}

/* The process's user by number, as the container's own files say. */
static int splice_user(struct config *c, struct shim_conf *conf, const struct json *process,
                       struct splice *out, struct err *e)
{
    struct launch l = {.config = c, .shim = conf};
    const struct json *user = json_get(process, "user");
    cleanup_fd int root = open(c->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return err_sys(e, "open", c->root);
    l.root = root;
    if (identity_resolve(&l, e) < 0)
        return -1;
    out->from = user ? user->begin : process->begin + 1;
    out->to = user ? user->limit : out->from;
    if (!user)
        buf_text(&out->text, "\"user\": ");
    render_user(&c->process.user, &out->text);
    if (!user)
        buf_text(&out->text, ", ");
    return 0;
}

/* In the order of the text; a splice of no width and no text changes nothing. */
static void apply(const char *source, size_t begin, size_t limit, struct splice *list, size_t n,
                  struct buf *out)
{
    size_t at = begin;
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            if (list[k].from < list[i].from) {
                struct splice other = list[i];
                list[i] = list[k];
                list[k] = other;
            }
    for (size_t i = 0; i < n; i++) {
        if (!buf_len(&list[i].text))
            continue;
        buf_add(out, source + at, list[i].from - at);
        buf_add(out, list[i].text.data, buf_len(&list[i].text));
        at = list[i].to;
        buf_free(&list[i].text);
    }
    buf_add(out, source + at, limit - at);
}

static bool is_within_child(const struct json *object, size_t at)
{
    for (const struct json *n = object->first; n; n = n->next)
        if ((n->type == JSON_OBJECT || n->type == JSON_ARRAY) && at >= n->begin && at < n->limit)
            return true;
    return false;
}

/* Older runtimes refuse what they do not know by number; of 1.2 nothing is in use. */
static void splice_version(const struct config *c, struct splice *out)
{
    static const char key[] = "\"ociVersion\"";
    const char *source = json_source(c->doc), *p = source;
    const struct json *root = json_root(c->doc);
    while ((p = strstr(p, key)) && is_within_child(root, (size_t)(p - source)))
        p++;
    if (!p)
        return;
    out->from = (size_t)(p - source) + sizeof key - 1;
    const char *value = strchr(source + out->from, '"');
    out->to = (size_t)(strchr(value + 1, '"') - source) + 1;
    buf_text(&out->text, ": \"1.0.2\"");
}

static void splice_init(const struct json *process, const struct json *mounts, const char *path,
                        struct splice *args, struct splice *mount)
{
    const struct json *list = json_get(process, "args");
    args->from = args->to = list->begin + 1;
    buf_text(&args->text, "\"" TINYINIT_NAME "\", \"--\", ");
    mount->from = mount->to = mounts->begin + 1;
    buf_text(&mount->text, "{\"destination\": \"" TINYINIT_NAME "\", \"type\": \"bind\", \"source\": ");
    buf_json_string(&mount->text, path);
    buf_printf(&mount->text, ", \"options\": [\"bind\", \"ro\"]}%s", mounts->len ? ", " : "");
}

int foreign_render_config(struct config *c, struct shim_conf *conf, const char *tinyinit,
                          struct buf *out, struct err *e)
{
    struct splice list[4] = {0};
    const struct json *root = json_root(c->doc), *process = json_get(root, "process");
    const struct json *mounts = json_get(root, "mounts");
    if (splice_user(c, conf, process, &list[0], e) < 0)
        return -1;
    if (tinyinit && !mounts)
        return json_error(e, c->doc, root, "init needs a list of mounts");
    splice_version(c, &list[3]);
    if (tinyinit)
        splice_init(process, mounts, tinyinit, &list[1], &list[2]);
    apply(json_source(c->doc), root->begin, root->limit, list, 4, out);
    return 0;
}

int foreign_render_process(struct config *c, struct shim_conf *conf, const struct json *process,
                           struct buf *out, struct err *e)
{
    struct splice user = {0};
    if (splice_user(c, conf, process, &user, e) < 0)
        return -1;
    apply(json_source(c->doc), process->begin, process->limit, &user, 1, out);
    return 0;
}
