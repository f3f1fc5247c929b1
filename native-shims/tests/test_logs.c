#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/un.h>
#include <unistd.h>

#include "../init/config.h"
#include "../shim/log_send.h"
#include "../shim/logfile.h"
#include "check.h"

static const struct timespec when = {1767323045, 7};

static int read_conf(const char *text, struct log_conf *c, struct json_doc **doc, struct err *e)
{
    memset(c, 0, sizeof *c);
    *doc = NULL;
    return json_parse("t", text, strlen(text), doc, e) < 0
               ? -1 : log_conf_read(*doc, json_root(*doc), c, e);
}

static void accepts(const char *text, enum log_kind kind, bool non_blocking)
{
    struct log_conf c;
    struct err e;
    cleanup_json struct json_doc *doc = NULL;
    CHECK(read_conf(text, &c, &doc, &e) == 0);
    CHECK(c.kind == kind && c.non_blocking == non_blocking && c.max_buffer > 0);
}

static void refuses(const char *text, const char *part)
{
    struct log_conf c;
    struct err e = {0};
    cleanup_json struct json_doc *doc = NULL;
    CHECK(read_conf(text, &c, &doc, &e) < 0);
    CHECK(strstr(e.message, part) != NULL);
    if (!strstr(e.message, part))
        fprintf(stderr, "  %s lacks %s\n", e.message, part);
}

static void configurations(void)
{
    accepts("{\"driver\":\"none\"}", LOG_NONE, false);
    accepts("{\"driver\":\"local\",\"path\":\"/x\",\"compress\":true,\"mode\":\"non-blocking\"}",
            LOG_LOCAL, true);
    accepts("{\"driver\":\"syslog\",\"tag\":\"x\",\"mode\":\"blocking\"}", LOG_SYSLOG, false);
    accepts("{\"driver\":\"journald\",\"fields\":{\"A_1\":\"x\"}}", LOG_JOURNALD, false);
    refuses("{\"driver\":\"gelf\"}", "unknown log driver gelf");
    refuses("{\"driver\":\"json-file\"}", "path");
    refuses("{\"driver\":\"json-file\",\"path\":\"/x\",\"maxFile\":1001}", "above 1000");
    refuses("{\"driver\":\"json-file\",\"path\":\"/x\",\"attrs\":{\"a\":1}}", "must be a string");
    refuses("{\"driver\":\"journald\",\"fields\":{\"a\":\"x\"}}", "not a field's name");
    refuses("{\"driver\":\"journald\",\"fields\":{\"1A\":\"x\"}}", "not a field's name");
    refuses("{\"driver\":\"none\",\"mode\":\"sometimes\"}", "blocking or non-blocking");
}

static void local_entries(void)
{
    cleanup_buf struct buf b = {0};
    static const char wanted[] =
        "\0\0\0\x0d" "\x18\x86\xd3\xe4\xdf\x3c\x2a\x07" "\x02\x01" "abc" "\0\0\0\x0d";
    struct timespec at = {0x1886d3e4df3c2a07ll / 1000000000, 0x1886d3e4df3c2a07ll % 1000000000};
    format_local(NULL, &b, &(struct log_entry){2, "abc", 3, true, false, &at});
    CHECK(buf_len(&b) == sizeof wanted - 1);
    CHECK(memcmp(b.data, wanted, sizeof wanted - 1) == 0);
}

static void addresses(void)
{
    static const char *const bad[] = {
        "", "udp", "udp://", "udp://1.2.3.4:0", "udp://1.2.3.4:70000", "udp://name:514",
        "udp://[::1", "http://1.2.3.4", "unixgram://relative", "tcp+tls://1.2.3.4:514"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct receiver r;
        struct err e;
        CHECK(receiver_open(&r, bad[i], &e) < 0);
        CHECK(strstr(e.message, "not a usable address") != NULL);
    }
    struct receiver r;
    struct err e;
    CHECK(receiver_open(&r, "udp://[::1]", &e) == 0);
    CHECK(((struct sockaddr_in6 *)&r.address)->sin6_port == htons(514));
    receiver_close(&r);
    CHECK(receiver_open(&r, "udp://127.0.0.1:99", &e) == 0);
    CHECK(((struct sockaddr_in *)&r.address)->sin_port == htons(99));
    receiver_close(&r);
}

/* A syslog of our own, and what arrives at it. */
static void syslog_messages(void)
{
    char dir[] = "/tmp/jocker-syslog-XXXXXX", url[128], got[256];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct log l = {0};
    struct err e;
    CHECK(mkdtemp(dir) != NULL);
    snprintf(address.sun_path, sizeof address.sun_path, "%.60s/log", dir);
    snprintf(url, sizeof url, "unixgram://%.80s", address.sun_path);
    int sock = socket(AF_UNIX, SOCK_DGRAM, 0);
    CHECK(bind(sock, (struct sockaddr *)&address, sizeof address) == 0);
    setenv("TZ", "UTC0", 1);
    struct log_conf conf = {.kind = LOG_SYSLOG, .address = url, .tag = "t", .facility = "local0",
                            .format = "rfc5424micro"};
    CHECK(syslog_open(&l, &conf, &e) == 0);
    log_add(&l, 2, "err\n\n", 5, &when);
    ssize_t n = recv(sock, got, sizeof got - 1, MSG_DONTWAIT);
    CHECK(n > 0);
    got[n > 0 ? n : 0] = 0;
    CHECK(strncmp(got, "<131>1 2026-01-02T03:04:05.000000Z ", 35) == 0);
    CHECK(strstr(got, " t - err\n") != NULL);
    CHECK(recv(sock, got, sizeof got, MSG_DONTWAIT) < 0); /* no empty lines */
    /* Gone: counted; back under the same name: told. */
    close(sock);
    unlink(address.sun_path);
    log_add(&l, 1, "a\nb\n", 4, &when);
    CHECK(l.lost == 2);
    sock = socket(AF_UNIX, SOCK_DGRAM, 0);
    CHECK(bind(sock, (struct sockaddr *)&address, sizeof address) == 0);
    usleep(1100000);
    log_add(&l, 1, "c\n", 2, &when);
    CHECK(l.lost == 0);
    n = recv(sock, got, sizeof got - 1, MSG_DONTWAIT);
    got[n > 0 ? n : 0] = 0;
    CHECK(strstr(got, "2 log entries were lost") != NULL);
    log_close(&l, &when);
    CHECK(l.sink == NULL);
    close(sock);
    unlink(address.sun_path);
    rmdir(dir);
}

int main(void)
{
    configurations();
    local_entries();
    addresses();
    syslog_messages();
    return checks_done();
}
