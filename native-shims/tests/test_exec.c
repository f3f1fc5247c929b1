#include <fcntl.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../shim/exec.h"
#include "check.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static int decode_text(const char *text, struct exec_request *r, struct json_doc **doc,
                       struct err *e)
{
    *doc = NULL;
    if (json_parse("request", text, strlen(text), doc, e) < 0)
        return -1;
    return exec_request_decode(*doc, r, e);
}

static void accepts(void)
{
    struct exec_request r;
    struct err e;
    cleanup_json struct json_doc *doc = NULL;
    CHECK(decode_text("{\"id\": \"" ID "\", \"user\": \"bob\", \"groups\": [\"a\"], \"stdin\": true,"
                      " \"process\": {\"args\": [\"sh\"], \"cwd\": \"/\", \"terminal\": true},"
                      " \"attach\": {\"stdout\": true}}", &r, &doc, &e) == 0);
    CHECK_TEXT(r.id, ID);
    CHECK_TEXT(r.user, "bob");
    CHECK_TEXT(r.groups.v[0], "a");
    CHECK(r.stdin_open && r.attached && r.wish.out && !r.wish.err && !r.wish.in);
    CHECK(r.config.process.terminal);
    CHECK_TEXT(r.config.process.args.v[0], "sh");
}

static void refuses(const char *text, const char *part)
{
    struct exec_request r;
    struct err e;
    cleanup_json struct json_doc *doc = NULL;
    CHECK(decode_text(text, &r, &doc, &e) < 0);
    CHECK(strstr(e.message, part) != NULL);
    if (!strstr(e.message, part))
        fprintf(stderr, "  %s lacks %s\n", e.message, part);
}

static void closes_all_but_the_kept(void)
{
    int fds[6];
    for (int i = 0; i < 6; i++)
        fds[i] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int kept[] = {fds[4], -1, fds[1], 0};
    fd_close_others(kept, 4);
    for (int i = 0; i < 6; i++)
        CHECK((fcntl(fds[i], F_GETFD) >= 0) == (i == 1 || i == 4));
    CHECK(fcntl(2, F_GETFD) >= 0);
}

int main(void)
{
    accepts();
    refuses("{\"process\": {\"args\": [\"sh\"], \"cwd\": \"/\"}}", "id");
    refuses("{\"id\": \"x\", \"process\": {\"args\": [\"sh\"], \"cwd\": \"/\"}}", "64 hex");
    refuses("{\"id\": \"" ID "\"}", "process");
    refuses("{\"id\": \"" ID "\", \"process\": {\"args\": [], \"cwd\": \"/\"}}", "args is empty");
    refuses("{\"id\": \"" ID "\", \"nope\": 1, \"process\": {\"args\": [\"a\"], \"cwd\": \"/\"}}",
            "nope");
    refuses("{\"id\": \"" ID "\", \"process\": {\"args\": [\"a\"], \"cwd\": \"/\"},"
            " \"attach\": {\"tty\": true}}", "tty");
    closes_all_but_the_kept();
    return checks_done();
}
