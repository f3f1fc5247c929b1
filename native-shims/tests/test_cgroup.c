#include <stdlib.h>
#include <unistd.h>

#include "../shim/resources.h"
#include "check.h"

static void rules(void)
{
    char text[96];
    device_rule_format(&(struct device_rule){true, 'c', 1, 3, 7}, text, sizeof text);
    CHECK_TEXT(text, "c 1:3 rwm");
    device_rule_format(&(struct device_rule){true, 'b', -1, -1, ACCESS_MKNOD}, text, sizeof text);
    CHECK_TEXT(text, "b *:* m");
    device_rule_format(&(struct device_rule){false, 'a', -1, -1, 3}, text, sizeof text);
    CHECK_TEXT(text, "a *:* rm");
}

static int decode_text(const char *text, struct resources *r, struct json_doc **doc,
                       struct err *e)
{
    *doc = NULL;
    return json_parse("t", text, strlen(text), doc, e) < 0
           ? -1 : resources_decode(*doc, json_root(*doc), r, e);
}

static void decoding(void)
{
    struct resources r;
    struct err e;
    static const char *const bad[] = {
        "{\"devices\":[{\"allow\":true,\"type\":\"x\"}]}",
        "{\"devices\":[{\"allow\":true,\"access\":\"rx\"}]}",
        "{\"devices\":[{}]}", "{\"memory\":{\"limit\":\"1\"}}", "{\"memory\":[]}",
        "{\"network\":{\"classID\":1}}", "{\"rdma\":{\"x\":{}}}",
        "{\"hugepageLimits\":[{\"pageSize\":\"2/../MB\",\"limit\":1}]}",
        "{\"cpu\":{\"shares\":-1}}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        cleanup_json struct json_doc *doc = NULL;
        CHECK(decode_text(bad[i], &r, &doc, &e) < 0);
    }
    cleanup_json struct json_doc *doc = NULL;
    CHECK(decode_text("{\"devices\":[{\"allow\":false,\"access\":\"rwm\"}],\"pids\":{\"limit\":-1},"
                      "\"memory\":{\"limit\":5,\"swap\":-1},\"hugepageLimits\":[{\"pageSize\":\"2MB\""
                      ",\"limit\":9}],\"blockIO\":{\"throttleReadBpsDevice\":[{\"major\":8,\"minor\":0"
                      ",\"rate\":7}]},\"unknown\":1}", &r, &doc, &e) == 0);
    CHECK(r.devices_len == 12 && r.devices[0].type == 'a' && !r.devices[0].allow);
    CHECK(r.pids.v == -1 && r.mem_limit.v == 5 && r.mem_swap.v == -1 && r.huge_len == 1);
    CHECK(r.throttle[READ_BPS].n == 1 && r.throttle[READ_BPS].v[0].rate == 7);
}

static void paths(void)
{
    struct err e;
    CHECK(cgroup_check_path("", &e) == 0 && cgroup_check_path("/jocker/abc", &e) == 0);
    CHECK(cgroup_check_path("/a/..b/c", &e) == 0);
    static const char *const bad[] = {"/", "/x", "x/y", "/x/", "/x//y", "/x/..", "/../x/y",
                                      "/x/../y", "/x/./y", "/x/y\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(cgroup_check_path(bad[i], &e) < 0);
}

/* As a file of a group: what is written to it is its content. */
static void put_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    CHECK(f && fputs(text, f) >= 0);
    if (f)
        fclose(f);
}

static char undo_dir[] = "/tmp/jocker-undo-XXXXXX";

static void undone(const char *name, const char *before, const char *written, const char *after)
{
    char path[128], text[128] = "";
    cleanup_undo struct undo u = {0};
    snprintf(path, sizeof path, "%s/%s", undo_dir, name);
    put_text(path, before);
    undo_note(&u, path, written);
    put_text(path, ""); /* a file of a group is replaced as a whole, a plain one is not */
    undo_all(&u);
    FILE *f = fopen(path, "r");
    CHECK(f && (fgets(text, sizeof text, f) || !*text));
    if (f)
        fclose(f);
    CHECK_TEXT(text, after);
    unlink(path);
}

static void undoing(void)
{
    CHECK(mkdtemp(undo_dir) != NULL);
    undone("memory.max", "1048576\n", "2097152", "1048576\n");
    undone("cpu.max", "max 100000\n", "5000 10000", "max 100000\n");
    undone("cpuset.cpus", "", "0-1", "\n");
    undone("io.max", "8:0 rbps=1 wbps=max\n8:16 rbps=2\n", "8:16 rbps=5", "8:16 rbps=2");
    undone("io.max", "8:16 rbps=2\n", "8:1 rbps=5", "8:1 rbps=max wbps=max riops=max wiops=max");
    undone("io.weight", "default 100\n8:0 50\n", "default 70", "default 100");
    undone("io.weight", "default 100\n", "8:0 70", "8:0 default");
    undone("blkio.throttle.read_bps_device", "", "8:0 70", "8:0 0");
    rmdir(undo_dir);
}

int main(void)
{
    int64_t swap = 0;
    CHECK(cpu_weight_of_shares(0) == 0 && cpu_weight_of_shares(2) == 1);
    CHECK(cpu_weight_of_shares(1024) == 39 && cpu_weight_of_shares(262144) == 10000);
    CHECK(cpu_weight_of_shares(1) == 1 && cpu_weight_of_shares(UINT64_MAX) == 10000);
    CHECK(io_weight_of_blkio(10) == 1 && io_weight_of_blkio(1000) == 10000
          && io_weight_of_blkio(500) == 4950);
    CHECK(swap_of_memsw(100, -1, &swap) && swap == -1);
    CHECK(swap_of_memsw(100, 150, &swap) && swap == 50);
    CHECK(swap_of_memsw(100, 100, &swap) && swap == 0);
    CHECK(!swap_of_memsw(100, 50, &swap) && !swap_of_memsw(0, 50, &swap));
    rules();
    decoding();
    paths();
    undoing();
    return checks_done();
}
