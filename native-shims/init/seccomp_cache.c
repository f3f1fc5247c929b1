#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../common/buf.h"
#include "../common/fd.h"
#include "../common/sha256.h"
#include "seccomp.h"

/* Change it whenever the same profile compiles to something else. */
#define GENERATION "jocker-seccomp-1"

struct header {
    char magic[16];
    uint32_t flags, len;
};

static int file_name(const char *cache, struct json_doc *doc, const struct json *profile,
                     char *out, size_t size)
{
    struct sha256 sha;
    char hex[65], version[64];
    const struct scmp_version *v = seccomp_version();
    snprintf(version, sizeof version, GENERATION "/%u.%u.%u/%x/", v->major, v->minor, v->micro,
             seccomp_arch_native());
    sha256_init(&sha);
    sha256_add(&sha, version, strlen(version));
    sha256_add(&sha, json_source(doc) + profile->begin, profile->limit - profile->begin);
    sha256_hex(&sha, hex);
    return snprintf(out, size, "%s/%s.bpf", cache, hex) < (int)size ? 0 : -1;
}

/* Any doubt about the file means compiling again. */
static bool read_cached(const char *path, struct seccomp_program *out)
{
    struct err ignored;
    struct header h;
    struct stat st;
    size_t len;
    cleanup_free char *data = NULL;
    cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid()
        || (st.st_mode & 077) || fd_read_all(fd, path, 1 << 20, &data, &len, &ignored) < 0
        || len < sizeof h)
        return false;
    memcpy(&h, data, sizeof h);
    if (strncmp(h.magic, GENERATION, sizeof h.magic) != 0 || h.len == 0 || h.len > BPF_MAXINSNS
        || len != sizeof h + h.len * sizeof *out->code)
        return false;
    out->code = malloc(h.len * sizeof *out->code);
    if (!out->code)
        return false;
    memcpy(out->code, data + sizeof h, h.len * sizeof *out->code);
    out->len = h.len;
    out->flags = h.flags;
    return true;
}

static void write_cached(const char *path, const struct seccomp_program *p)
{
    struct header h = {.flags = p->flags, .len = (uint32_t)p->len};
    struct err ignored;
    cleanup_buf struct buf b = {0};
    memcpy(h.magic, GENERATION, sizeof h.magic);
    buf_add(&b, &h, sizeof h);
    buf_add(&b, p->code, p->len * sizeof *p->code);
    /* A cache that cannot be written costs time, nothing else. */
    fd_replace_file(path, 0600, b.data, buf_len(&b), false, &ignored);
}

int filter_cached(const char *cache, struct json_doc *doc, const struct json *profile,
                   struct seccomp_program *out, struct err *e)
{
    char path[PATH_MAX];
    if (!cache || file_name(cache, doc, profile, path, sizeof path) < 0)
        return filter_compile(doc, profile, out, e);
    if (read_cached(path, out))
        return 0;
    if (filter_compile(doc, profile, out, e) < 0)
        return -1;
    write_cached(path, out);
    return 0;
}
