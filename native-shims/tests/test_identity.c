#include "../init/passwd.h"
#include "check.h"

static const char passwd[] = "# comment\n\nroot:x:0:0:root:/root:/bin/sh\n"
                             "bob:x:1000:1001:Bob:/home/bob:/bin/sh\n"
                             "broken:x:abc:1:x:/x:/x\nshort:x:7\n:x:8:8::/:\n"
                             "huge:x:4294967295:0::/:\nbob:x:2000:2000::/two:\r\n"
                             "last:x:3000:3001::/last:/bin/sh";
static const char group[] = "root:x:0:\nwheel:x:10:bob,alice\nbobby:x:11:bobby,xbob\n"
                            "audio:x:29:alice,bob\nbad:x:x:bob\n";

int main(void)
{
    struct passwd_entry u;
    uint32_t gid, list[8];
    CHECK(passwd_find(passwd, "bob", 0, &u) && u.uid == 1000 && u.gid == 1001);
    CHECK_TEXT(u.home, "/home/bob");
    CHECK(passwd_find(passwd, NULL, 0, &u) && strcmp(u.name, "root") == 0);
    CHECK(passwd_find(passwd, NULL, 2000, &u) && strcmp(u.home, "/two") == 0);
    CHECK(passwd_find(passwd, "last", 0, &u) && u.uid == 3000);
    CHECK(!passwd_find(passwd, "broken", 0, &u));
    CHECK(!passwd_find(passwd, "short", 0, &u));
    CHECK(!passwd_find(passwd, "huge", 0, &u));
    CHECK(!passwd_find(passwd, NULL, 8, &u));
    CHECK(!passwd_find("", "root", 0, &u));
    CHECK(group_find(group, "wheel", 0, &gid) && gid == 10);
    CHECK(group_find(group, NULL, 29, &gid) && gid == 29);
    CHECK(!group_find(group, "bob", 0, &gid) && !group_find(group, "bad", 0, &gid));
    CHECK(group_of_member(group, "bob", list, 8) == 2 && list[0] == 10 && list[1] == 29);
    CHECK(group_of_member(group, "bob", list, 1) == 1);
    CHECK(group_of_member(group, "nobody", list, 8) == 0);
    CHECK(id_parse("0", &gid) && gid == 0);
    CHECK(id_parse("2147483647", &gid) && !id_parse("2147483648", &gid));
    CHECK(!id_parse("", &gid) && !id_parse("-1", &gid) && !id_parse("1x", &gid)
          && !id_parse("99999999999", &gid));
    return checks_done();
}
