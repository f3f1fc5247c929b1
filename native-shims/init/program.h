/* Which file a program's name means. */
#ifndef JOCKER_PROGRAM_H
#define JOCKER_PROGRAM_H

#include <limits.h>

#include "../common/err.h"

/* dirs is the value of PATH. Relative directories in it are passed over: what runs must not
 * depend on where. The errors are runc's words. */
int program_lookup(const char *name, const char *dirs, char path[PATH_MAX], struct err *e);

#endif
