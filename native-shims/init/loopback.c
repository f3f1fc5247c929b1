#define _GNU_SOURCE
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "../common/fd.h"
#include "launch.h"

/* A new network namespace has its loopback interface, but down. */
int loopback_up(const struct config *c, struct err *e)
{
    struct ifreq request = {.ifr_name = "lo"};
    if (!c->ns[NS_NETWORK].listed || c->ns[NS_NETWORK].path)
        return 0;
    cleanup_fd int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request) < 0)
        return err_sys(e, "look at", "the loopback interface");
    request.ifr_flags |= IFF_UP | IFF_RUNNING;
    return ioctl(fd, SIOCSIFFLAGS, &request) < 0 ? err_sys(e, "bring up", "the loopback interface") : 0;
}
