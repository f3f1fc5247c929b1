/* A growing byte buffer with a read position, and writing JSON into it. */
#ifndef JOCKER_BUF_H
#define JOCKER_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data;
    size_t start; /* first byte not yet consumed */
    size_t end;   /* one past the last byte */
    size_t size;  /* allocated */
};

/* Makes room for n more bytes after end. Ends the process when memory is exhausted: nothing
 * sensible can follow, and the container lives on without us. Returns data + end. */
char *buf_room(struct buf *b, size_t n);
void buf_add(struct buf *b, const void *data, size_t n);
void buf_text(struct buf *b, const char *text);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A JSON string with its quotes; bytes that are not UTF-8 become U+FFFD. */
void buf_json_string(struct buf *b, const char *text);
static inline size_t buf_len(const struct buf *b) { return b->end - b->start; }
/* Takes n bytes off the front. */
void buf_consume(struct buf *b, size_t n);
void buf_free(struct buf *b);

#define cleanup_buf __attribute__((cleanup(buf_free)))

#endif
