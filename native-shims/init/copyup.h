/* tmpcopyup: a new tmpfs begins with what the directory that it hides holds. */
#ifndef JOCKER_COPYUP_H
#define JOCKER_COPYUP_H

#include "../common/err.h"

/* Copies the tree below `from` into `to`, both handles of directories: files, directories, links,
 * nodes, with owners, modes, times and attributes. Nothing is followed. */
int copyup_tree(int from, int to, const char *name, struct err *e);

#endif
