/* Frames: Docker's multiplexing header and a payload. See docs/shim-protocol.md. */
#ifndef JOCKER_FRAME_H
#define JOCKER_FRAME_H

#include <stdint.h>

#include "buf.h"
#include "proto.h"

struct frame {
    uint8_t type;
    uint32_t len;
    const char *payload; /* points into the bytes that were parsed */
};

/* Writes the eight bytes of a header. */
void frame_header(unsigned char to[FRAME_HEADER], uint8_t type, uint32_t len);

/* Appends a whole frame. */
void frame_add(struct buf *b, uint8_t type, const void *payload, uint32_t len);

/* The longest payload that a request of this type may have; -1 for a type that is not a request. */
int64_t frame_limit(uint8_t type);

/* Looks at the front of n bytes: 1 a whole frame (its size is FRAME_HEADER + len), 0 more bytes
 * are needed, -1 the bytes break the rules. */
int frame_parse(const char *data, size_t n, struct frame *out);

#endif
