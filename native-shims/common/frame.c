#include "frame.h"

void frame_header(unsigned char to[FRAME_HEADER], uint8_t type, uint32_t len)
{
    to[0] = type;
    to[1] = to[2] = to[3] = 0;
    to[4] = (unsigned char)(len >> 24);
    to[5] = (unsigned char)(len >> 16);
    to[6] = (unsigned char)(len >> 8);
    to[7] = (unsigned char)len;
}

void frame_add(struct buf *b, uint8_t type, const void *payload, uint32_t len)
{
    unsigned char head[FRAME_HEADER];
    frame_header(head, type, len);
    buf_add(b, head, sizeof head);
    buf_add(b, payload, len);
}

int64_t frame_limit(uint8_t type)
{
    if (type == MSG_STDIN)
        return FRAME_MAX_DATA;
    if (type == MSG_STDIN_EOF)
        return 0;
    if (type >= 16 && type < 32)
        return FRAME_MAX_JSON;
    return -1;
}

int frame_parse(const char *data, size_t n, struct frame *out)
{
    const unsigned char *p = (const unsigned char *)data;
    if (n < FRAME_HEADER)
        return 0;
    out->type = p[0];
    out->len = (uint32_t)p[4] << 24 | (uint32_t)p[5] << 16 | (uint32_t)p[6] << 8 | p[7];
    out->payload = data + FRAME_HEADER;
    if (p[1] || p[2] || p[3] || (int64_t)out->len > frame_limit(out->type))
        return -1;
    return n - FRAME_HEADER >= out->len;
}
