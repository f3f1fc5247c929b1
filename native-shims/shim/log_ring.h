/*
 * The log mode "non-blocking": a process of its own writes the log, so that not even a disk that
 * hangs holds the container up. What is on the way to it is bounded; beyond that, entries are
 * lost and counted.
 */
#ifndef JOCKER_LOG_RING_H
#define JOCKER_LOG_RING_H

#include "log.h"

typedef int log_opener(struct log *l, const void *conf, struct err *e);

/* open_sink runs in the new process; its failure is ours. */
int log_ring_start(struct log *l, uint64_t max, log_opener *open_sink, const void *conf,
                   struct err *e);
void log_ring_add(struct log *l, int stream, const char *data, size_t len,
                  const struct timespec *when);
void log_ring_flush(struct log *l);
void log_ring_close(struct log *l);
int log_ring_pending(const struct log *l);

#endif
