#define _GNU_SOURCE
#include <signal.h>

#include "../oci/cgroup_path.h"
#include "../oci/oci.h"
#include "check.h"

static void is_placed(bool systemd, const char *wanted, const char *path)
{
    const struct oci o = {.systemd_cgroup = systemd};
    char out[256];
    struct err e = {0};
    CHECK(cgroup_path_choose(&o, wanted, "id", out, &e) == (path ? 0 : -1));
    if (path)
        CHECK_TEXT(out, path);
}

static void groups(void)
{
    is_placed(false, NULL, "/jocker-oci/id");
    is_placed(false, "", "/jocker-oci/id");
    is_placed(false, "x", "/jocker-oci/x");
    is_placed(false, "/x", "/jocker-oci/x");
    is_placed(false, "/a/b", "/a/b");
    is_placed(false, "/a/../b", NULL);
    is_placed(false, "../b", NULL);
    is_placed(true, NULL, "/system.slice/id.scope");
    is_placed(true, "user-1.slice:docker:abc", "/user.slice/user-1.slice/docker-abc.scope");
    is_placed(true, ":docker:abc", "/system.slice/docker-abc.scope");
    is_placed(true, "a.slice:p:n.slice", "/a.slice/n.slice");
    is_placed(true, "nonsense", NULL);
    is_placed(true, "-.slice:a:b", NULL);
    is_placed(true, "a--b.slice:a:b", NULL);
    is_placed(true, "a/../b.slice:a:b", NULL);
}

static void signals(void)
{
    CHECK(signal_number("TERM") == SIGTERM && signal_number("SIGKILL") == SIGKILL);
    CHECK(signal_number("term") == SIGTERM && signal_number("sigusr1") == SIGUSR1);
    CHECK(signal_number("9") == 9 && signal_number("0") == 0 && signal_number("64") == 64);
    CHECK(signal_number("RTMIN") == SIGRTMIN && signal_number("RTMIN+3") == SIGRTMIN + 3);
    CHECK(signal_number("SIGRTMAX-1") == SIGRTMAX - 1);
    CHECK(signal_number("65") < 0 && signal_number("-1") < 0 && signal_number("") < 0);
    CHECK(signal_number("NOPE") < 0 && signal_number("9x") < 0 && signal_number("RTMIN+99") < 0);
}

static void ids(void)
{
    struct err e;
    CHECK(container_check_id("a_B-1.2+3", &e) == 0);
    CHECK(container_check_id("", &e) < 0 && container_check_id(".", &e) < 0);
    CHECK(container_check_id("..", &e) < 0 && container_check_id("a/b", &e) < 0);
    CHECK(container_check_id("a b", &e) < 0 && container_check_id("\xC3\xA9", &e) < 0);
}

int main(void)
{
    groups();
    signals();
    ids();
    return checks_done();
}
