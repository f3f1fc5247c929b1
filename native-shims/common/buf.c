#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "utf8.h"

char *buf_room(struct buf *b, size_t n)
{
    if (b->start == b->end)
        b->start = b->end = 0;
    if (b->size - b->end >= n)
        return b->data + b->end;
    size_t used = b->end - b->start;
    if (b->start) {
        memmove(b->data, b->data + b->start, used);
        b->start = 0;
        b->end = used;
    }
    if (b->size - b->end < n) {
        size_t size = b->size ? b->size : 256;
        while (size - used < n)
            size *= 2;
        char *data = realloc(b->data, size);
        if (!data)
            _exit(112);
        b->data = data;
        b->size = size;
    }
    return b->data + b->end;
}

void buf_add(struct buf *b, const void *data, size_t n)
{
    if (!n)
        return;
    memcpy(buf_room(b, n), data, n);
    b->end += n;
}

void buf_text(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        char *to = buf_room(b, (size_t)n + 1);
        vsnprintf(to, (size_t)n + 1, fmt, again);
        b->end += (size_t)n;
    }
    va_end(again);
}

void buf_json_string(struct buf *b, const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t left = strlen(text);
    buf_add(b, "\"", 1);
    while (left) {
        int n = utf8_char(p, left);
        if (n <= 0) {
            buf_text(b, "\xEF\xBF\xBD");
            n = 1;
        } else if (*p == '"' || *p == '\\') {
            buf_printf(b, "\\%c", *p);
        } else if (*p < 0x20) {
            buf_printf(b, "\\u%04x", *p);
        } else {
            buf_add(b, p, (size_t)n);
        }
        p += n;
        left -= (size_t)n;
    }
    buf_add(b, "\"", 1);
}

void buf_consume(struct buf *b, size_t n)
{
    b->start += n;
    if (b->start == b->end)
        b->start = b->end = 0;
}

void buf_free(struct buf *b)
{
    free(b->data);
    memset(b, 0, sizeof *b);
}
