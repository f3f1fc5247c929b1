/*
 * jocker-shim: the part of jocker that is written in C. One program, several modes, chosen by
 * its name or its first argument.
 */
#include <stdio.h>
#include <string.h>

#include "init/launcher.h"
#include "init/tinyinit.h"
#include "oci/oci.h"
#include "shim/shim.h"

#ifndef JOCKER_VERSION
#define JOCKER_VERSION "0.1.0"
#endif

static int usage(void)
{
    fprintf(stderr, "usage: jocker-shim launch [--] PROGRAM ARGS...\n"
                    "       jocker-shim shim RUNTIME_DIR\n"
                    "       jocker-shim --version\n"
                    "       jocker-oci --help (the same program by that name)\n");
    return 125;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int main(int argc, char **argv)
{
    if (argc > 0 && strcmp(argv[0], TINYINIT_NAME) == 0)
        return tinyinit_main(argv);
    if (argc > 0 && strcmp(base_name(argv[0]), "jocker-oci") == 0)
        return oci_main(argc, argv);
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return printf("jocker-shim %s\n", JOCKER_VERSION) < 0;
    if (argc == 3 && strcmp(argv[1], "shim") == 0)
        return shim_main(argv[2]);
    if (argc >= 3 && strcmp(argv[1], "launch") == 0)
        return launcher_main(argv + 2);
    return usage();
}
