#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../common/sys.h"
#include "../init/tinyinit.h"
#include "oci.h"

/*
 * A container whose program is `#!/proc/self/exe` would become this program, and could then write
 * its file. So what enters a container runs from a read-only mount of its own, as a shim does.
 */
int protect_self(char **argv, struct err *e)
{
    struct statvfs fs;
    cleanup_fd int own = open("/proc/self/exe", O_PATH | O_CLOEXEC);
    prctl(PR_SET_NAME, "jocker-oci", 0, 0, 0);
    if (own < 0 || fstatvfs(own, &fs) < 0)
        return err_sys(e, "open", "/proc/self/exe");
    if (fs.f_flag & ST_RDONLY)
        return 0;
    cleanup_fd int clone = tinyinit_open(e);
    if (clone < 0)
        return -1;
    syscall(SYS_execveat, clone, "", argv, environ, AT_EMPTY_PATH);
    return err_sys(e, "exec", "jocker-oci");
}
