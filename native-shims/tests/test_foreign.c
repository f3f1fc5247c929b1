#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../shim/foreign.h"
#include "check.h"

static char root[] = "/tmp/jocker-foreign-XXXXXX";

/* What the other runtime is to read, from a configuration and shim.json's user. */
static void renders(const char *text, const char *user, const char *tinyinit, const char *wanted)
{
    struct config c = {0};
    struct shim_conf conf = {.id = "x", .user = user};
    struct err e = {0};
    cleanup_buf struct buf out = {0};
    CHECK(json_parse("t", text, strlen(text), &c.doc, &e) == 0);
    c.root = root;
    int result = foreign_render_config(&c, &conf, tinyinit, &out, &e);
    CHECK(result == (wanted ? 0 : -1));
    buf_add(&out, "", 1);
    if (wanted)
        CHECK_TEXT(out.data, wanted);
    json_free(c.doc);
}

int main(void)
{
    char path[128];
    struct err e;
    static const char passwd[] = "bob:x:1000:1001::/home/bob:/bin/sh\n";
    CHECK(mkdtemp(root) != NULL);
    snprintf(path, sizeof path, "%s/etc", root);
    CHECK(mkdir(path, 0755) == 0);
    snprintf(path, sizeof path, "%s/etc/passwd", root);
    CHECK(fd_replace_file(path, 0644, passwd, sizeof passwd - 1, false, &e) == 0);
    renders("{\"ociVersion\": \"1.2.0\", \"process\": {\"args\": [\"a\"], \"user\": {\"uid\": 0}, \"x\": 1}}",
            "bob", NULL,
            "{\"ociVersion\": \"1.0.2\", \"process\": {\"args\": [\"a\"], \"user\": {\"uid\": 1000, "
            "\"gid\": 1001, \"additionalGids\": [1001]}, \"x\": 1}}");
    /* The key as it stands in the text of something else is left alone; a missing user is added. */
    renders("{\"annotations\": {\"ociVersion\": \"mine\"}, \"process\": {\"args\": [\"a\"]}, "
            "\"ociVersion\" : \"1.1.0\"}", "7:8", NULL,
            "{\"annotations\": {\"ociVersion\": \"mine\"}, \"process\": {\"user\": {\"uid\": 7, "
            "\"gid\": 8, \"additionalGids\": [8]}, \"args\": [\"a\"]}, \"ociVersion\": \"1.0.2\"}");
    renders("{\"mounts\": [], \"process\": {\"args\": [\"a\"]}, \"ociVersion\": \"1.2.0\"}", "0", "/i",
            "{\"mounts\": [{\"destination\": \"/sbin/docker-init\", \"type\": \"bind\", \"source\": "
            "\"/i\", \"options\": [\"bind\", \"ro\"]}], \"process\": {\"user\": {\"uid\": 0, \"gid\": 0, "
            "\"additionalGids\": [0]}, \"args\": [\"/sbin/docker-init\", \"--\", \"a\"]}, "
            "\"ociVersion\": \"1.0.2\"}");
    renders("{\"process\": {\"args\": [\"a\"]}, \"ociVersion\": \"1.2.0\"}", "nope", NULL, NULL);
    unlink(path);
    snprintf(path, sizeof path, "%s/etc", root);
    rmdir(path);
    rmdir(root);
    return checks_done();
}
