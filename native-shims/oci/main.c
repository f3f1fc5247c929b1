#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../common/fd.h"
#include "../shim/log.h"
#include "oci.h"

#ifndef JOCKER_VERSION
#define JOCKER_VERSION "0.1.0"
#endif

/* enters: the program, or a child of it, goes into a container. */
static const struct { const char *name; verb_fn *run; bool enters; } verbs[] = {
    {"create", verb_create, true}, {"start", verb_start, false}, {"run", verb_run, true},
    {"state", verb_state, false}, {"kill", verb_kill, false}, {"delete", verb_delete, false},
    {"exec", verb_exec, true}, {"list", verb_list, false}, {"ps", verb_ps, false},
    {"pause", verb_pause, false}, {"resume", verb_resume, false}, {"update", verb_update, false},
    {"events", verb_events, false}, {"spec", verb_spec, false}, {"features", verb_features, false}};

static const char help[] =
    "usage: jocker-oci [--root DIR] [--log FILE] [--log-format text|json] [--systemd-cgroup] [--debug]\n"
    "                  COMMAND [OPTIONS] [ARGS]\n"
    "commands: create start run state kill delete exec list ps pause resume update events spec features\n";

int usage_error(struct err *e, const char *verb, const char *words)
{
    return err_set(e, EINVAL, verb, words, "usage: jocker-oci %s %s", verb, words);
}

int only_id(int argc, char **argv, const char **id, struct err *e)
{
    if (argc - optind != 1)
        return usage_error(e, argv[0], "[OPTIONS] CONTAINER-ID");
    *id = argv[optind];
    return 0;
}

/* Whoever called reads the reason from the log, or from stderr. */
static void report(const struct oci *o, const struct err *e)
{
    char stamp[48];
    struct timespec now;
    cleanup_buf struct buf b = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    time_format(&now, stamp);
    if (o->log_format && strcmp(o->log_format, "json") == 0)
        buf_text(&b, "{\"level\":\"error\",\"msg\":");
    else
        buf_printf(&b, "time=\"%s\" level=error msg=", stamp);
    buf_json_string(&b, e->message);
    if (b.data[0] == '{')
        buf_printf(&b, ",\"time\":\"%s\"}", stamp);
    buf_text(&b, "\n");
    if (o->log) {
        cleanup_fd int fd = open(o->log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
        if (fd >= 0 && fd_write_all(fd, b.data, buf_len(&b)) < 0)
            fprintf(stderr, "jocker-oci: write %s: %s\n", o->log, err_text(errno));
    }
    fprintf(stderr, "jocker-oci: %s\n", e->message);
}

static int run_verb(const struct oci *o, int argc, char **argv, char **whole, struct err *e)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, argv[0]) != 0)
            continue;
        if (verbs[i].enters && protect_self(whole, e) < 0)
            return -1;
        optind = 0; /* the verb has options of its own */
        return verbs[i].run(o, argc, argv, e);
    }
    return err_set(e, ENOSYS, "run", argv[0], "jocker-oci has no command %s", argv[0]);
}

static int print_version(void)
{
    return printf("jocker-oci version " JOCKER_VERSION "\nspec: " OCI_VERSION "\n") < 0;
}

int oci_main(int argc, char **argv)
{
    static const struct option options[] = {
        {"root", required_argument, NULL, 'r'}, {"log", required_argument, NULL, 'l'},
        {"log-format", required_argument, NULL, 'f'}, {"systemd-cgroup", no_argument, NULL, 's'},
        {"debug", no_argument, NULL, 'd'}, {"rootless", required_argument, NULL, 'R'},
        {"version", no_argument, NULL, 'v'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    struct oci o = {.root = OCI_DEFAULT_ROOT, .log_format = "text"};
    struct err e = {0};
    int c;
    while ((c = getopt_long(argc, argv, "+vh", options, NULL)) != -1) {
        if (c == 'r')
            o.root = optarg;
        else if (c == 'l')
            o.log = optarg;
        else if (c == 'f')
            o.log_format = optarg;
        else if (c == 's')
            o.systemd_cgroup = true;
        else if (c == 'd')
            o.debug = true;
        else if (c == 'v')
            return print_version();
        else if (c == 'h')
            return printf("%s", help) < 0;
        else if (c != 'R') /* --rootless: seen by itself */
            return fprintf(stderr, "%s", help) < 0 ? 1 : 1;
    }
    if (optind >= argc)
        return printf("%s", help) < 0 ? 1 : 1;
    int result = run_verb(&o, argc - optind, argv + optind, argv, &e);
    if (result >= 0)
        return result;
    report(&o, &e);
    return 1;
}
