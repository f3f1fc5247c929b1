#include "err.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void copy(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from ? from : "");
}

const char *err_text(int num)
{
    static char text[128];
    copy(text, sizeof text, strerror(num));
    /* "Is a directory" but not "RFS specific error": only a capital followed by a small letter. */
    if (isupper((unsigned char)text[0]) && islower((unsigned char)text[1]))
        text[0] = (char)tolower((unsigned char)text[0]);
    return text;
}

int err_sys(struct err *e, const char *op, const char *target)
{
    int num = errno;
    e->num = num;
    copy(e->op, sizeof e->op, op);
    copy(e->target, sizeof e->target, target);
    snprintf(e->message, sizeof e->message, "%s %s: %s", e->op, e->target, err_text(num));
    return -1;
}

int err_set(struct err *e, int num, const char *op, const char *target, const char *fmt, ...)
{
    va_list ap;
    e->num = num;
    copy(e->op, sizeof e->op, op);
    copy(e->target, sizeof e->target, target);
    va_start(ap, fmt);
    vsnprintf(e->message, sizeof e->message, fmt, ap);
    va_end(ap);
    return -1;
}

int err_context(struct err *e, const char *fmt, ...)
{
    char old[sizeof e->message];
    va_list ap;
    memcpy(old, e->message, sizeof old);
    va_start(ap, fmt);
    int n = vsnprintf(e->message, sizeof e->message, fmt, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n < sizeof e->message)
        snprintf(e->message + n, sizeof e->message - (size_t)n, ": %s", old);
    return -1;
}
