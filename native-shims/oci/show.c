#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "../common/fd.h"
#include "oci.h"

static int print(const struct buf *b, struct err *e)
{
    return fd_write_all(1, b->data + b->start, buf_len(b)) < 0 ? err_sys(e, "write", "stdout") : 0;
}

static int render(const struct container *c, struct buf *b, struct err *e)
{
    struct config config;
    enum oci_status status = container_status(c);
    const char *const texts[][2] = {{"bundle", c->bundle}, {"rootfs", c->rootfs},
                                    {"created", c->created}};
    if (container_config(c, &config, e) < 0)
        return -1;
    buf_text(b, "{\"ociVersion\": \"" OCI_VERSION "\", \"id\": ");
    buf_json_string(b, c->id);
    buf_printf(b, ", \"pid\": %d, \"status\": \"%s\"", status == OCI_STOPPED ? 0 : (int)c->pid,
               status_name(status));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_printf(b, ", \"%s\": ", texts[i][0]);
        buf_json_string(b, texts[i][1]);
    }
    if (config.annotations) {
        buf_text(b, ", \"annotations\": ");
        buf_add(b, json_source(config.doc) + config.annotations->begin,
                config.annotations->limit - config.annotations->begin);
    }
    buf_text(b, ", \"owner\": \"root\"}");
    config_free(&config);
    return 0;
}

int verb_state(const struct oci *o, int argc, char **argv, struct err *e)
{
    const char *id;
    cleanup_container struct container c = {0};
    cleanup_buf struct buf b = {0};
    optind = 1;
    if (only_id(argc, argv, &id, e) < 0 || container_load(o, id, &c, e) < 0
        || render(&c, &b, e) < 0)
        return -1;
    buf_text(&b, "\n");
    return print(&b, e);
}

enum list_format { LIST_TABLE, LIST_JSON, LIST_QUIET };

static int add_line(const struct container *c, enum list_format format, struct buf *b,
                    struct err *e)
{
    enum oci_status status = container_status(c);
    if (format == LIST_JSON) {
        if (buf_len(b) > 1)
            buf_text(b, ", ");
        return render(c, b, e);
    }
    if (format == LIST_QUIET)
        buf_printf(b, "%s\n", c->id);
    else
        buf_printf(b, "%-12s  %-8d  %-8s  %-30s  %-20.19sZ  root\n", c->id,
                   status == OCI_STOPPED ? 0 : (int)c->pid, status_name(status), c->bundle,
                   c->created);
    return 0;
}

int verb_list(const struct oci *o, int argc, char **argv, struct err *e)
{
    static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                            {"quiet", no_argument, NULL, 'q'}, {NULL, 0, NULL, 0}};
    enum list_format format = LIST_TABLE;
    cleanup_buf struct buf b = {0};
    struct dirent *entry;
    int option;
    while ((option = getopt_long(argc, argv, "+f:q", options, NULL)) != -1) {
        if (option == 'q')
            format = LIST_QUIET;
        else if (option == 'f' && strcmp(optarg, "json") == 0)
            format = LIST_JSON;
        else if (option != 'f' || strcmp(optarg, "table") != 0)
            return usage_error(e, argv[0], "[--format table|json] [--quiet]");
    }
    if (format == LIST_TABLE)
        buf_printf(&b, "%-12s  %-8s  %-8s  %-30s  %-20s  OWNER\n", "ID", "PID", "STATUS", "BUNDLE",
                   "CREATED");
    if (format == LIST_JSON)
        buf_text(&b, "[");
    DIR *list = opendir(o->root);
    while (list && (entry = readdir(list))) {
        struct err gone;
        cleanup_container struct container c = {0};
        /* What is being made or removed is not there. */
        if (entry->d_name[0] != '.' && container_load(o, entry->d_name, &c, &gone) == 0
            && add_line(&c, format, &b, e) < 0)
            break;
    }
    if (list)
        closedir(list);
    buf_text(&b, format == LIST_JSON ? "]\n" : "");
    return print(&b, e);
}

int verb_spec(const struct oci *o, int argc, char **argv, struct err *e)
{
    extern const char oci_spec_text[];
    static const struct option options[] = {{"bundle", required_argument, NULL, 'b'},
                                            {NULL, 0, NULL, 0}};
    char path[PATH_MAX];
    const char *bundle = ".";
    int option;
    (void)o;
    while ((option = getopt_long(argc, argv, "+b:", options, NULL)) != -1) {
        if (option != 'b')
            return usage_error(e, argv[0], "[--bundle DIR]");
        bundle = optarg;
    }
    snprintf(path, sizeof path, "%s/config.json", bundle);
    if (access(path, F_OK) == 0)
        return err_set(e, EEXIST, "write", path, "File %s exists. Remove it first", path);
    return fd_replace_file(path, 0666, oci_spec_text, strlen(oci_spec_text), false, e);
}
