#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../shim/logfile.h"
#include "check.h"

static char dir[] = "/tmp/jocker-log.XXXXXX", path[64];
static const struct timespec when = {1767323045, 7};
#define STAMP "2026-01-02T03:04:05.000000007Z"

static char *read_log(const char *suffix)
{
    char name[96];
    char *text = NULL;
    size_t len;
    struct err e;
    snprintf(name, sizeof name, "%s%s", path, suffix);
    if (fd_read_file(AT_FDCWD, name, 10 << 20, &text, &len, &e) < 0)
        return strdup("(none)");
    return text;
}

static void open_log(struct log *l, uint64_t size, uint64_t files, const char *attrs)
{
    struct err e;
    CHECK(logfile_open(l, &(struct logfile_conf){path, attrs, size, files, false, format_json}, &e)
          == 0);
}

static void escaping(void)
{
    static const struct { const char *in, *out; size_t len; } cases[] = {
        {"plain", "plain", 5}, {"\"\\\n\r\t", "\\\"\\\\\\n\\r\\u0009", 5},
        {"<>&", "\\u003c\\u003e\\u0026", 3}, {"\0\x1F\x7F", "\\u0000\\u001f\x7F", 3},
        {"\xC3\xA9", "\xC3\xA9", 2}, {"\xC3", "\\ufffd", 1}, {"\xFF\xFEx", "\\ufffd\\ufffdx", 3},
        {"\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA", "\\u2028\\u2029\xE2\x80\xAA", 9},
        {"\xED\xA0\x80", "\\ufffd\\ufffd\\ufffd", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cleanup_buf struct buf b = {0};
        log_escape(&b, cases[i].in, cases[i].len);
        buf_add(&b, "", 1);
        CHECK_TEXT(b.data, cases[i].out);
    }
}

static void lines(void)
{
    struct log l;
    open_log(&l, 0, 1, "\"attrs\":{\"a\":\"b\"},");
    log_add(&l, 1, "one\ntw", 6, &when);
    log_add(&l, 2, "err\n", 4, &when);
    log_add(&l, 1, "o\n", 2, &when);
    log_add(&l, 1, "rest", 4, &when);
    log_close(&l, &when);
#define ENTRY(text, stream)                                                              \
    "{\"log\":\"" text "\",\"stream\":\"" stream                                         \
    "\",\"attrs\":{\"a\":\"b\"},\"time\":\"" STAMP "\"}\n"
    cleanup_free char *text = read_log("");
    CHECK_TEXT(text, ENTRY("one\\n", "stdout") ENTRY("err\\n", "stderr") ENTRY("two\\n", "stdout")
               ENTRY("rest", "stdout"));
    unlink(path);
}

/* Feeds a text in pieces of a size and counts the entries and their longest text. */
static void long_lines(void)
{
    static char data[40001];
    for (size_t piece = 1; piece <= sizeof data; piece = piece * 7 + 1) {
        struct log l;
        memset(data, 'x', 40000);
        data[40000] = '\n';
        open_log(&l, 0, 1, "");
        for (size_t at = 0; at < sizeof data; at += piece)
            log_add(&l, 1, data + at, sizeof data - at < piece ? sizeof data - at : piece,
                        &when);
        log_close(&l, &when);
        cleanup_free char *text = read_log("");
        int entries = 0, ended = 0;
        for (char *p = text; (p = strstr(p, "{\"log\":\"")); p++)
            entries++;
        for (char *p = text; (p = strstr(p, "\\n\"")); p++)
            ended++;
        CHECK(entries == 3 && ended == 1);
        CHECK(strcspn(text + 8, "\"") == LOG_LINE_MAX);
        unlink(path);
    }
}

static void split_characters(void)
{
    static char data[20000];
    struct log l;
    for (size_t i = 0; i + 1 < sizeof data; i += 2)
        memcpy(data + i, "\xC3\xA9", 2);
    open_log(&l, 0, 1, "");
    log_add(&l, 1, "x", 1, &when);
    log_add(&l, 1, data, 19999, &when); /* ends in half a character */
    log_add(&l, 1, data + 19999, 1, &when);
    log_close(&l, &when);
    cleanup_free char *text = read_log("");
    CHECK(!strstr(text, "ufffd"));
    unlink(path);
}

static void rotation(void)
{
    struct log l;
    open_log(&l, 200, 3, "");
    for (int i = 0; i < 20; i++) {
        char line[16];
        int n = snprintf(line, sizeof line, "line %d\n", i);
        log_add(&l, 1, line, (size_t)n, &when);
    }
    log_close(&l, &when);
    cleanup_free char *newest = read_log(""), *middle = read_log(".1"), *oldest = read_log(".2"),
                      *none = read_log(".3");
    CHECK(strstr(newest, "line 19") && strstr(middle, "line 17") && strstr(oldest, "line 15"));
    CHECK_TEXT(none, "(none)");
    CHECK(strlen(newest) <= 200 && strlen(middle) <= 200);
    /* Opened again it goes on where it was. */
    open_log(&l, 1000, 3, "");
    CHECK(((struct logfile *)l.state)->size == strlen(newest));
    log_close(&l, &when);
    CHECK(system("rm -f /tmp/jocker-log.*/log*") == 0);
    /* One file is emptied in place. */
    open_log(&l, 100, 1, "");
    log_add(&l, 1, "a\nb\nc\n", 6, &when);
    log_close(&l, &when);
    cleanup_free char *single = read_log("");
    CHECK(strstr(single, "\"c\\n\"") && !strstr(single, "\"a\\n\""));
    unlink(path);
}

static void full_disk(void)
{
    struct log l;
    struct err e;
    CHECK(logfile_open(&l, &(struct logfile_conf){"/dev/full", "", 0, 1, false, format_json}, &e)
          == 0);
    log_add(&l, 1, "a\nb\n", 4, &when);
    log_add(&l, 1, "c\n", 2, &when);
    CHECK(l.lost == 3);
    struct logfile *f = l.state;
    close(f->fd);
    f->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log_add(&l, 1, "d\n", 2, &when);
    CHECK(l.lost == 0);
    log_close(&l, &when);
    cleanup_free char *text = read_log("");
    CHECK(strstr(text, "3 log entries were lost") && strstr(text, "stderr"));
    CHECK(strstr(text, "\"d\\n\""));
    unlink(path);
}

int main(void)
{
    if (!mkdtemp(dir))
        return 1;
    snprintf(path, sizeof path, "%s/log", dir);
    escaping();
    lines();
    long_lines();
    split_characters();
    rotation();
    full_disk();
    rmdir(dir);
    return checks_done();
}
