#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "../common/buf.h"
#include "../common/fd.h"
#include "../common/frame.h"
#include "../common/path.h"
#include "../common/sha256.h"
#include "../common/utf8.h"
#include "check.h"

static void errors(void)
{
    struct err e;
    errno = EACCES;
    CHECK(err_sys(&e, "open", "/x") == -1);
    CHECK(e.num == EACCES);
    CHECK_TEXT(e.message, "open /x: permission denied");
    CHECK(err_context(&e, "mount %s", "/y") == -1);
    CHECK_TEXT(e.message, "mount /y: open /x: permission denied");
    CHECK_TEXT(e.target, "/x");
    char long_text[4000];
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = 0;
    err_set(&e, 1, long_text, long_text, "%s", long_text);
    err_context(&e, "%s", long_text);
    CHECK(strlen(e.message) == sizeof e.message - 1);
    CHECK_TEXT(err_text(EISDIR), "is a directory");
}

static void frames(void)
{
    struct frame f;
    cleanup_buf struct buf b = {0};
    frame_add(&b, MSG_STDIN, "abc", 3);
    CHECK(buf_len(&b) == 11);
    CHECK(memcmp(b.data, "\0\0\0\0\0\0\0\3abc", 11) == 0);
    for (size_t n = 0; n < 11; n++)
        CHECK(frame_parse(b.data, n, &f) == 0);
    CHECK(frame_parse(b.data, 11, &f) == 1 && f.type == MSG_STDIN && f.len == 3);
    CHECK(frame_parse("\x10\0\0\0\0\x10\0\1", 8, &f) == -1); /* above 1 MiB */
    CHECK(frame_parse("\x10\0\0\0\0\x10\0\0", 8, &f) == 0);
    CHECK(frame_parse("\0\0\0\0\0\1\0\1", 8, &f) == -1); /* above 64 KiB */
    CHECK(frame_parse("\3\0\0\0\0\0\0\1", 8, &f) == -1); /* end of stdin with a payload */
    CHECK(frame_parse("\x10\1\0\0\0\0\0\0", 8, &f) == -1);
    CHECK(frame_parse("\x20\0\0\0\0\0\0\0", 8, &f) == -1); /* an answer is no request */
}

static void buffers(void)
{
    cleanup_buf struct buf b = {0};
    for (int i = 0; i < 1000; i++)
        buf_printf(&b, "%d,", i);
    CHECK(strncmp(b.data, "0,1,2,", 6) == 0);
    size_t len = buf_len(&b);
    buf_consume(&b, 2);
    buf_room(&b, 100000);
    CHECK(buf_len(&b) == len - 2 && strncmp(b.data + b.start, "1,2,", 4) == 0);
    buf_consume(&b, buf_len(&b));
    CHECK(b.start == 0 && b.end == 0);
    buf_json_string(&b, "a\"\\\n\xFF\xC3\xA9");
    buf_add(&b, "", 1);
    CHECK_TEXT(b.data, "\"a\\\"\\\\\\u000a\xEF\xBF\xBD\xC3\xA9\"");
}

static void utf8(void)
{
#define U(text) utf8_char((const unsigned char *)(text), sizeof(text) - 1)
    CHECK(U("a") == 1 && U("\xC3\xA9") == 2 && U("\xE2\x82\xAC") == 3
          && U("\xF0\x9F\x98\x80") == 4);
    CHECK(U("\xC3") == -1 && U("\xE2\x82") == -1 && U("\xF0\x9F\x98") == -1);
    CHECK(U("\x80") == 0 && U("\xC0\x80") == 0 && U("\xE0\x80\x80") == 0
          && U("\xED\xA0\x80") == 0 && U("\xF4\x90\x80\x80") == 0 && U("\xF5\x80\x80\x80") == 0
          && U("\xC3(") == 0 && U("\xFF") == 0);
}

static void digests(void)
{
    struct sha256 s;
    char hex[65], block[200];
    sha256_init(&s);
    sha256_hex(&s, hex);
    CHECK_TEXT(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_init(&s);
    sha256_add(&s, "abc", 3);
    sha256_hex(&s, hex);
    CHECK_TEXT(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    memset(block, 'a', sizeof block);
    sha256_init(&s);
    for (int i = 0; i < 5000; i++)
        sha256_add(&s, block, 200);
    sha256_hex(&s, hex);
    CHECK_TEXT(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void paths(void)
{
    char dir[] = "/tmp/jocker-path.XXXXXX", text[256], name[512];
    struct err e;
    struct stat st;
    CHECK(mkdtemp(dir) != NULL);
    cleanup_fd int outside = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
    CHECK(mkdirat(outside, "root", 0755) == 0);
    cleanup_fd int root = openat(outside, "root", O_PATH | O_DIRECTORY | O_CLOEXEC);
    CHECK(symlinkat("../../../../../..", root, "up") == 0);
    CHECK(symlinkat("/a", root, "absolute") == 0);
    CHECK(symlinkat("/nowhere/x", root, "dangling") == 0);
    snprintf(text, sizeof text, "%s/secret", dir);
    CHECK(symlinkat(text, root, "secret") == 0);
    CHECK(symlinkat("/proc/self/root", root, "magic") == 0);

    cleanup_fd int made = path_make_dirs(root, "/a/b/c", &e);
    CHECK(made >= 0);
    cleanup_fd int up = path_make_dirs(root, "/up/d", &e);
    CHECK(up >= 0 && fstatat(root, "d", &st, 0) == 0);
    cleanup_fd int via = path_make_dirs(root, "absolute/e", &e);
    CHECK(via >= 0 && fstatat(root, "a/e", &st, 0) == 0);
    cleanup_fd int file = path_make_target(root, "/a/new/file", false, &e);
    CHECK(file >= 0 && fstatat(root, "a/new/file", &st, 0) == 0 && S_ISREG(st.st_mode));
    CHECK(path_make_target(root, "/dangling", false, &e) < 0);
    CHECK(path_make_target(root, "/secret", false, &e) < 0);
    CHECK(fstatat(outside, "secret", &st, 0) < 0);
    CHECK(path_make_dirs(root, "/a/new/file/x", &e) < 0);
    CHECK(path_make_dirs(root, "/../../z", &e) >= 0 && fstatat(root, "z", &st, 0) == 0);
    const char *last;
    CHECK(path_make_parent(root, "/a/..", &last, &e) < 0);
    CHECK(path_make_parent(root, "/", &last, &e) < 0);
    snprintf(name, sizeof name, "rm -rf %s", dir);
    CHECK(system(name) == 0);
}

static void replacing(void)
{
    char dir[] = "/tmp/jocker-fd.XXXXXX", path[64];
    struct err e;
    size_t len;
    CHECK(mkdtemp(dir) != NULL);
    snprintf(path, sizeof path, "%s/f", dir);
    CHECK(fd_replace_file(path, 0600, "one", 3, true, &e) == 0);
    CHECK(fd_replace_file(path, 0600, "two", 3, false, &e) == 0);
    cleanup_free char *text = NULL;
    CHECK(fd_read_file(AT_FDCWD, path, 100, &text, &len, &e) == 0 && len == 3);
    CHECK_TEXT(text, "two");
    cleanup_free char *more = NULL;
    CHECK(fd_read_file(AT_FDCWD, path, 2, &more, &len, &e) < 0 && e.num == EFBIG);
    CHECK(fd_read_file(AT_FDCWD, dir, 100, &more, &len, &e) < 0);
    CHECK(fd_read_file(AT_FDCWD, "/dev/zero", 100, &more, &len, &e) < 0);
    CHECK(unlink(path) == 0 && rmdir(dir) == 0);
}

int main(void)
{
    errors();
    frames();
    buffers();
    utf8();
    digests();
    paths();
    replacing();
    return checks_done();
}
