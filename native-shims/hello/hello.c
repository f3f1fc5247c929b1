/*
 * What the image hello-world runs: a few hundred bytes of text and two system calls, without a
 * C library, so that the image costs next to nothing. Every sentence must be true of what
 * happened on the way here.
 */
#if defined __x86_64__
static long call3(long nr, long a, long b, long c)
{
    long ret;
    __asm__ volatile("syscall" : "=a"(ret) : "a"(nr), "D"(a), "S"(b), "d"(c)
                     : "rcx", "r11", "memory");
    return ret;
}
#define NR_WRITE 1
#define NR_EXIT 231
#elif defined __aarch64__
static long call3(long nr, long a, long b, long c)
{
    register long x8 __asm__("x8") = nr, x0 __asm__("x0") = a, x1 __asm__("x1") = b,
                  x2 __asm__("x2") = c;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
    return x0;
}
#define NR_WRITE 64
#define NR_EXIT 94
#else
#error "hello: unknown architecture"
#endif

static const char text[] =
    "Hello from jocker!\n"
    "\n"
    "You can read this, so your installation works. Four things just happened:\n"
    "\n"
    " 1. The client asked the jocker daemon, over the daemon's socket, to run \"hello-world\".\n"
    " 2. The daemon found the image (or fetched it first) and unpacked it into its content\n"
    "    and layer store.\n"
    " 3. The daemon started a shim. The shim created the container in namespaces of its own\n"
    "    and executed this program in it.\n"
    " 4. The shim carried what this program prints into the container's log and to the\n"
    "    client that is attached, which shows it to you.\n"
    "\n"
    "What to try next, once you have an image with a shell in it:\n"
    "\n"
    "    jocker run -it --rm IMAGE sh\n"
    "\n";

/* Without a library there is no set-up to return to. */
void _start(void)
{
    const char *p = text;
    long left = sizeof text - 1;
    while (left > 0) {
        long n = call3(NR_WRITE, 1, (long)p, left);
        if (n <= 0)
            break;
        p += n;
        left -= n;
    }
    call3(NR_EXIT, left > 0, 0, 0);
    __builtin_unreachable();
}
