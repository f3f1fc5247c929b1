/* `jocker-shim launch [--] PROGRAM ARGS…`: how jockerd is started. See docs/shim-protocol.md. */
#ifndef JOCKER_LAUNCHER_H
#define JOCKER_LAUNCHER_H

/* argv starts behind "launch". Returns an exit code only on failure. */
int launcher_main(char **argv);

#endif
