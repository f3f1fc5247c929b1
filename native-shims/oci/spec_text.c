#define CAPS "[\"CAP_AUDIT_WRITE\", \"CAP_KILL\", \"CAP_NET_BIND_SERVICE\"]"
#define MOUNT(to, type, from, options)                                                   \
    "    {\"destination\": \"" to "\", \"type\": \"" type "\", \"source\": \"" from      \
    "\", \"options\": [" options "]}"

extern const char oci_spec_text[];

/* What `spec` writes: runc's example. */
const char oci_spec_text[] =
    "{\n"
    "  \"ociVersion\": \"1.2.0\",\n"
    "  \"process\": {\n"
    "    \"terminal\": true,\n"
    "    \"user\": {\"uid\": 0, \"gid\": 0},\n"
    "    \"args\": [\"sh\"],\n"
    "    \"env\": [\"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\",\n"
    "            \"TERM=xterm\"],\n"
    "    \"cwd\": \"/\",\n"
    "    \"capabilities\": {\n"
    "      \"bounding\": " CAPS ",\n"
    "      \"effective\": " CAPS ",\n"
    "      \"permitted\": " CAPS "},\n"
    "    \"rlimits\": [{\"type\": \"RLIMIT_NOFILE\", \"hard\": 1024, \"soft\": 1024}],\n"
    "    \"noNewPrivileges\": true},\n"
    "  \"root\": {\"path\": \"rootfs\", \"readonly\": true},\n"
    "  \"hostname\": \"jocker\",\n"
    "  \"mounts\": [\n"
    MOUNT("/proc", "proc", "proc", "") ",\n"
    MOUNT("/dev", "tmpfs", "tmpfs", "\"nosuid\", \"strictatime\", \"mode=755\", \"size=65536k\"")
    ",\n"
    MOUNT("/dev/pts", "devpts", "devpts", "\"nosuid\", \"noexec\", \"newinstance\", "
          "\"ptmxmode=0666\", \"mode=0620\", \"gid=5\"") ",\n"
    MOUNT("/dev/shm", "tmpfs", "shm", "\"nosuid\", \"noexec\", \"nodev\", \"mode=1777\", "
          "\"size=65536k\"") ",\n"
    MOUNT("/dev/mqueue", "mqueue", "mqueue", "\"nosuid\", \"noexec\", \"nodev\"") ",\n"
    MOUNT("/sys", "sysfs", "sysfs", "\"nosuid\", \"noexec\", \"nodev\", \"ro\"") ",\n"
    MOUNT("/sys/fs/cgroup", "cgroup", "cgroup", "\"nosuid\", \"noexec\", \"nodev\", "
          "\"relatime\", \"ro\"") "],\n"
    "  \"linux\": {\n"
    "    \"resources\": {\"devices\": [{\"allow\": false, \"access\": \"rwm\"}]},\n"
    "    \"namespaces\": [{\"type\": \"pid\"}, {\"type\": \"network\"}, {\"type\": \"ipc\"},\n"
    "                   {\"type\": \"uts\"}, {\"type\": \"mount\"}, {\"type\": \"cgroup\"}],\n"
    "    \"maskedPaths\": [\"/proc/acpi\", \"/proc/asound\", \"/proc/kcore\", \"/proc/keys\",\n"
    "                    \"/proc/latency_stats\", \"/proc/timer_list\", \"/proc/timer_stats\",\n"
    "                    \"/proc/sched_debug\", \"/sys/firmware\", \"/proc/scsi\"],\n"
    "    \"readonlyPaths\": [\"/proc/bus\", \"/proc/fs\", \"/proc/irq\", \"/proc/sys\",\n"
    "                      \"/proc/sysrq-trigger\"]}\n"
    "}\n";
