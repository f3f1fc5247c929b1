/*
 * The one error value of the program.
 *
 * A function that can fail takes `struct err *` and returns -1 after filling it. While the error
 * rises, callers put context before the message; at the top it becomes an ERROR frame, so that
 * what failed in the innermost process reaches the user as one sentence. The struct holds no
 * pointers: it travels through a socket between processes as it is.
 */
#ifndef JOCKER_ERR_H
#define JOCKER_ERR_H

struct err {
    int num;            /* errno, 0 where no system call failed */
    char op[48];        /* what was tried: "mount", "exec", "open" */
    char target[512];   /* on what */
    char message[1024]; /* one sentence for the user, op and target included */
};

/* The message is "op target: text of errno". Uses the current errno. Always returns -1. */
int err_sys(struct err *e, const char *op, const char *target);

/* As err_sys, with an explicit errno value and the message written by the caller. Returns -1. */
int err_set(struct err *e, int num, const char *op, const char *target, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Puts "context: " before the message. Always returns -1. */
int err_context(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The errno's text with a small first letter, as Docker prints it: "permission denied". */
const char *err_text(int num);

#endif
