/* Id-mapped mounts: a user namespace that nothing runs in holds the mapping. */
#ifndef JOCKER_IDMAP_H
#define JOCKER_IDMAP_H

#include "config.h"

/* Writes the mappings of a process in a new user namespace. */
int idmap_write(pid_t pid, const struct id_map *uids, size_t uids_len, const struct id_map *gids,
                size_t gids_len, struct err *e);
/* A descriptor of a user namespace with these mappings. */
int idmap_open(const struct id_map *uids, size_t uids_len, const struct id_map *gids,
               size_t gids_len, struct err *e);
/* Maps a detached mount by such a descriptor. */
int idmap_apply(int mount, int user_ns, bool recursive, const char *name, struct err *e);

#endif
