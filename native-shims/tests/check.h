/* The smallest test harness: CHECK counts, a failed one prints where. */
#ifndef JOCKER_CHECK_H
#define JOCKER_CHECK_H

#include <stdio.h>
#include <string.h>

static int checks_passed, checks_failed;

#define CHECK(condition)                                                                 \
    do {                                                                                 \
        if (condition) {                                                                 \
            checks_passed++;                                                             \
        } else {                                                                         \
            checks_failed++;                                                             \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);      \
        }                                                                                \
    } while (0)

#define CHECK_TEXT(got, want)                                                            \
    do {                                                                                 \
        const char *got_ = (got), *want_ = (want);                                       \
        CHECK(strcmp(got_, want_) == 0);                                                 \
        if (strcmp(got_, want_) != 0)                                                    \
            fprintf(stderr, "  got      %s\n  expected %s\n", got_, want_);              \
    } while (0)

static inline int checks_done(void)
{
    printf("%d %d\n", checks_passed, checks_failed);
    return checks_failed != 0;
}

#endif
