#include <string.h>

#include "../common/utf8.h"
#include "logfile.h"

/* 1: copied as it is. Docker's writer escapes <, > and & as well, and tab as \u0009. */
static const unsigned char plain[256] = {
    [' '] = 1, ['!'] = 1, ['#' ... '%'] = 1, ['\'' ... ';'] = 1, ['='] = 1, ['?' ... '['] = 1,
    [']' ... 0x7F] = 1};

static char *put_escape(char *to, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    *to++ = '\\';
    if (c == '"' || c == '\\') {
        *to++ = (char)c;
    } else if (c == '\n') {
        *to++ = 'n';
    } else if (c == '\r') {
        *to++ = 'r';
    } else {
        memcpy(to, "u00", 3);
        to[3] = hex[c >> 4];
        to[4] = hex[c & 15];
        to += 5;
    }
    return to;
}

static char *put_wide(char *to, const unsigned char *p, size_t left, size_t *used)
{
    int n = utf8_char(p, left);
    if (n <= 0) {
        *used = 1;
        memcpy(to, "\\ufffd", 6);
        return to + 6;
    }
    *used = (size_t)n;
    /* U+2028 and U+2029 end a line in JavaScript. */
    if (n == 3 && p[0] == 0xE2 && p[1] == 0x80 && (p[2] & 0xFE) == 0xA8) {
        memcpy(to, p[2] & 1 ? "\\u2029" : "\\u2028", 6);
        return to + 6;
    }
    memcpy(to, p, (size_t)n);
    return to + n;
}

void log_escape(struct buf *b, const char *data, size_t len)
{
    const unsigned char *p = (const unsigned char *)data, *end = p + len;
    char *to = buf_room(b, 6 * len); /* no byte grows beyond six */
    while (p < end) {
        const unsigned char *span = p;
        while (p < end && plain[*p])
            p++;
        memcpy(to, span, (size_t)(p - span));
        to += p - span;
        if (p == end)
            break;
        if (*p < 0x80) {
            to = put_escape(to, *p++);
        } else {
            size_t used;
            to = put_wide(to, p, (size_t)(end - p), &used);
            p += used;
        }
    }
    b->end = (size_t)(to - b->data);
}
