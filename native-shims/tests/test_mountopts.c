#include <sys/mount.h>

#include "../common/sys.h"
#include "../init/mountopts.h"
#include "check.h"

static struct err e;

static int parse(struct mount_opts *o, size_t n, const char **v)
{
    struct strings s = {v, n};
    return mount_opts_parse(&s, "/t", o, &e);
}
#define PARSE(o, ...)                                                                    \
    parse(o, sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *),                     \
          (const char *[]){__VA_ARGS__})

int main(void)
{
    struct mount_opts o;
    CHECK(PARSE(&o, "nosuid", "noexec", "nodev", "ro") == 0);
    CHECK(o.set == (K_ATTR_NOSUID | K_ATTR_NOEXEC | K_ATTR_NODEV | K_ATTR_RDONLY) && !o.clear);
    CHECK(PARSE(&o, "ro", "rw") == 0 && !o.set && o.clear == K_ATTR_RDONLY);
    CHECK(PARSE(&o, "rw", "ro") == 0 && o.set == K_ATTR_RDONLY && !o.clear);
    CHECK(PARSE(&o, "strictatime") == 0 && o.set == K_ATTR_STRICTATIME && o.clear == K_ATTR_ATIME);
    CHECK(PARSE(&o, "rbind", "rprivate", "rro") == 0);
    CHECK(o.bind && o.rbind && o.propagation == (MS_PRIVATE | MS_REC));
    CHECK(o.rec_set == K_ATTR_RDONLY && !o.set && !o.data_len);
    CHECK(PARSE(&o, "bind", "slave") == 0 && o.bind && !o.rbind && o.propagation == MS_SLAVE);
    CHECK(PARSE(&o, "mode=1777", "size=64m", "defaults", "nr_inodes=5") == 0 && o.data_len == 3);
    CHECK_TEXT(mount_opts_value(&o, "size"), "64m");
    CHECK(mount_opts_value(&o, "siz") == NULL);
    /* "relatime" is no "r" before "elatime", "rw" no recursive "w". */
    CHECK(PARSE(&o, "relatime") == 0 && o.clear == K_ATTR_ATIME && !o.rec_clear);
    CHECK(PARSE(&o, "rrw") == 0 && o.rec_clear == K_ATTR_RDONLY);
    CHECK(PARSE(&o, "bind", "size=1") < 0);
    CHECK_TEXT(e.message, "mount /t: a bind mount has no option size=1");
    CHECK(PARSE(&o, "ridmap=x") < 0 && PARSE(&o, "remount") < 0);
    CHECK(PARSE(&o, "idmap") == 0 && o.idmap && !o.idmap_rec);
    CHECK(PARSE(&o, "ridmap", "bind") == 0 && o.idmap && o.idmap_rec && o.bind);
    CHECK(PARSE(&o, "tmpcopyup", "size=1m") == 0 && o.copyup && o.data_len == 1);
    CHECK(PARSE(&o, "tmpcopyup", "bind") < 0);
    const char *many[MOUNT_DATA_MAX + 1];
    for (int i = 0; i <= MOUNT_DATA_MAX; i++)
        many[i] = "x=1";
    CHECK(parse(&o, MOUNT_DATA_MAX, many) == 0 && parse(&o, MOUNT_DATA_MAX + 1, many) < 0);
    return checks_done();
}
