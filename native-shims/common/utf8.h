/* UTF-8 by the byte (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF). */
#ifndef JOCKER_UTF8_H
#define JOCKER_UTF8_H

#include <stddef.h>

/* Length of the valid character at p (1..4); 0 if the bytes are not UTF-8; -1 if they are the
 * valid beginning of a character that goes on after the n bytes. n must be at least 1. */
int utf8_char(const unsigned char *p, size_t n);

#endif
