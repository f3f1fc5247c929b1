#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "../common/fd.h"
#include "../shim/cgroup.h"
#include "oci.h"

/* The pids of the container, as the leading hierarchy counts them. */
static int list_pids(const struct container *c, char **text, struct err *e)
{
    char dir[PATH_MAX], file[PATH_MAX + 16];
    size_t len;
    const struct cgroup_hierarchy *h = cgroups_unified(&c->cgroups);
    cgroup_dir(h ? h : &c->cgroups.h[0], c->cgroup, dir, sizeof dir);
    snprintf(file, sizeof file, "%s/cgroup.procs", dir);
    cleanup_fd int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_sys(e, "open", file);
    return fd_read_all(fd, file, 1 << 22, text, &len, e);
}

static int print_json(char *pids, struct err *e)
{
    cleanup_buf struct buf b = {0};
    const char *before = "[";
    for (char *save, *p = strtok_r(pids, "\n", &save); p; p = strtok_r(NULL, "\n", &save)) {
        buf_printf(&b, "%s%s", before, p);
        before = ",";
    }
    buf_text(&b, before[0] == '[' ? "[]\n" : "]\n");
    return fd_write_all(1, b.data, buf_len(&b)) < 0 ? err_sys(e, "write", "stdout") : 0;
}

static bool holds(const char *pids, long pid)
{
    char wanted[24];
    size_t n = (size_t)snprintf(wanted, sizeof wanted, "%ld\n", pid);
    for (const char *p = pids; *p; p += strcspn(p, "\n"), p += *p == '\n')
        if (strncmp(p, wanted, n) == 0)
            return true;
    return false;
}

/* The host's ps with the caller's arguments; of its lines those of the container. */
static int filter_ps(const char *pids, const char *const *args, struct err *e)
{
    char line[8192];
    int ends[2], column = -1;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_sys(e, "create", "pipe");
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        execvp("ps", (char **)(size_t)args);
        _exit(127);
    }
    close(ends[1]);
    FILE *in = fdopen(ends[0], "r");
    while (in && fgets(line, sizeof line, in)) {
        char copy[8192], *save, *word = strtok_r(strcpy(copy, line), " \n", &save);
        int at = 0;
        if (column < 0) {
            for (; word && strcmp(word, "PID") != 0; at++)
                word = strtok_r(NULL, " \n", &save);
            column = at;
            fputs(line, stdout);
            continue;
        }
        for (; word && at < column; at++)
            word = strtok_r(NULL, " \n", &save);
        if (word && holds(pids, atol(word)))
            fputs(line, stdout);
    }
    if (in)
        fclose(in);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return fflush(stdout) < 0 ? err_sys(e, "write", "stdout") : 0;
    return err_set(e, ECHILD, "ps", args[0], "the host's ps failed");
}

int verb_ps(const struct oci *o, int argc, char **argv, struct err *e)
{
    static const struct option options[] = {{"format", required_argument, NULL, 'f'},
                                            {NULL, 0, NULL, 0}};
    static const char *args[64] = {"ps", "-ef"};
    cleanup_container struct container c = {0};
    cleanup_free char *pids = NULL;
    bool json = false;
    int option;
    while ((option = getopt_long(argc, argv, "+f:", options, NULL)) != -1) {
        if (option != 'f')
            return usage_error(e, argv[0], "[--format table|json] CONTAINER-ID [PS-ARGS]");
        json = strcmp(optarg, "json") == 0;
    }
    if (optind >= argc || argc - optind > 60)
        return usage_error(e, argv[0], "[--format table|json] CONTAINER-ID [PS-ARGS]");
    for (int i = optind + 1; i < argc; i++)
        args[i - optind] = argv[i];
    if (container_load(o, argv[optind], &c, e) < 0 || list_pids(&c, &pids, e) < 0)
        return -1;
    return json ? print_json(pids, e) : filter_ps(pids, args, e);
}
