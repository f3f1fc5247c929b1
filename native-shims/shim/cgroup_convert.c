#include <stdio.h>

#include "resources.h"

uint64_t cpu_weight_of_shares(uint64_t shares)
{
    if (shares == 0)
        return 0;
    if (shares < 2)
        shares = 2;
    if (shares > 262144)
        shares = 262144;
    return 1 + (shares - 2) * 9999 / 262142;
}

bool swap_of_memsw(int64_t limit, int64_t memsw, int64_t *swap)
{
    if (memsw == -1) {
        *swap = -1;
        return true;
    }
    if (limit <= 0 || memsw < limit)
        return false;
    *swap = memsw - limit;
    return true;
}

uint64_t io_weight_of_blkio(uint64_t weight)
{
    if (weight == 0)
        return 0;
    if (weight < 10)
        weight = 10;
    if (weight > 1000)
        weight = 1000;
    return 1 + (weight - 10) * 9999 / 990;
}

static void number(int64_t value, char *out, size_t size)
{
    if (value < 0)
        snprintf(out, size, "*");
    else
        snprintf(out, size, "%lld", (long long)value);
}

void device_rule_format(const struct device_rule *r, char *out, size_t size)
{
    char major[24], minor[24];
    number(r->major, major, sizeof major);
    number(r->minor, minor, sizeof minor);
    snprintf(out, size, "%c %s:%s %s%s%s", r->type, major, minor,
             r->access & ACCESS_READ ? "r" : "", r->access & ACCESS_WRITE ? "w" : "",
             r->access & ACCESS_MKNOD ? "m" : "");
}
