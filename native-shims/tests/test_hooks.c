#define _GNU_SOURCE
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../init/hooks.h"
#include "check.h"

static const struct hook_state state = {"the\"id", "creating", "/bundle", 42};

static int run(const char *hooks, struct err *e)
{
    char text[2048];
    struct config c = {0};
    memset(e, 0, sizeof *e);
    snprintf(text, sizeof text, "{\"annotations\": {\"a\": \"b\"}, \"hooks\": %s}", hooks);
    cleanup_json struct json_doc *doc = NULL;
    if (json_parse("t", text, strlen(text), &doc, e) < 0)
        return -2;
    c.doc = doc;
    c.annotations = json_get(json_root(doc), "annotations");
    if (config_hooks(&c, json_get(json_root(doc), "hooks"), e) < 0)
        return -2;
    return hooks_run(&c, HOOK_PRESTART, &state, e);
}

static void succeeds_with_state(void)
{
    char path[] = "/tmp/jocker-hook-XXXXXX", hooks[512], *got = NULL;
    struct err e;
    size_t len;
    int fd = mkstemp(path);
    CHECK(fd >= 0);
    close(fd);
    snprintf(hooks, sizeof hooks, "{\"prestart\": [{\"path\": \"/bin/sh\", \"args\": [\"sh\", \"-c\", "
             "\"cat > %s; echo $X >> %s\"], \"env\": [\"X=y\", \"PATH=/usr/bin:/bin\"]}, "
             "{\"path\": \"/bin/true\"}]}", path, path);
    CHECK(run(hooks, &e) == 0);
    CHECK(fd_read_file(-100, path, 4096, &got, &len, &e) == 0);
    CHECK_TEXT(got ? got : "", "{\"ociVersion\":\"1.2.0\",\"id\":\"the\\\"id\",\"status\":\"creating\","
               "\"pid\":42,\"bundle\":\"/bundle\",\"annotations\":{\"a\": \"b\"}}y\n");
    free(got);
    unlink(path);
}

static void failures(void)
{
    struct err e;
    struct timespec begin, end;
    CHECK(run("{\"prestart\": [{\"path\": \"/bin/sh\", \"args\": [\"sh\", \"-c\", "
              "\"echo why >&2; exit 3\"]}]}", &e) == -1);
    CHECK(strstr(e.message, "exit status 3: why") != NULL);
    CHECK(run("{\"prestart\": [{\"path\": \"/nonexistent\"}]}", &e) == -1);
    CHECK(strstr(e.message, "no such file") != NULL);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    CHECK(run("{\"prestart\": [{\"path\": \"/bin/sleep\", \"args\": [\"sleep\", \"20\"], "
              "\"timeout\": 1}]}", &e) == -1);
    clock_gettime(CLOCK_MONOTONIC, &end);
    CHECK(end.tv_sec - begin.tv_sec < 10);
    CHECK(strstr(e.message, "within 1 s") != NULL);
}

static void refusals(void)
{
    static const char *const bad[] = {
        "{\"nope\": [{\"path\": \"/x\"}]}", "{\"prestart\": {}}", "{\"prestart\": [{}]}",
        "{\"prestart\": [{\"path\": \"x\"}]}", "{\"prestart\": [{\"path\": \"/x\", \"timeout\": 0}]}",
        "{\"prestart\": [{\"path\": \"/x\", \"args\": \"x\"}]}"};
    struct err e;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(run(bad[i], &e) == -2);
    CHECK(run("{\"prestart\": [], \"poststop\": null}", &e) == 0);
}

int main(void)
{
    succeeds_with_state();
    failures();
    refusals();
    return checks_done();
}
