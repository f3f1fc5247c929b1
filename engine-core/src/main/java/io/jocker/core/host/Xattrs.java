package io.jocker.core.host;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import jnr.constants.platform.Errno;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/**
 * Extended attributes of a name in a {@link Directory}, never following a symbolic link at the end. The kernel has
 * no such calls by descriptor and name before 6.13, so they go through {@code /proc/self/fd/<directory>/<name>}.
 */
public final class Xattrs {
    private static final int VALUE_LIMIT = 64 * 1024;

    private final XattrCalls calls;
    private final Runtime runtime;
    private final SyscallTable numbers;

    /** Binds the C library. */
    public Xattrs() {
        this.numbers = SyscallTable.of(System.getProperty("os.arch"));
        this.calls = LibraryLoader.create(XattrCalls.class).load("c");
        this.runtime = Runtime.getRuntime(calls);
    }

    /** Sets one. */
    public void set(Directory directory, byte[] name, String attribute, byte[] value) throws KernelException {
        long result = calls.syscall(numbers.lsetxattr(), path(directory, name), text(attribute), value, value.length,
                0);
        checked(result, "setxattr " + attribute, name);
    }

    /** Removes one. */
    public void remove(Directory directory, byte[] name, String attribute) throws KernelException {
        checked(calls.syscall(numbers.lremovexattr(), path(directory, name), text(attribute)),
                "removexattr " + attribute, name);
    }

    /** All of them, by name; empty where the file system has none. */
    public Map<String, byte[]> all(Directory directory, byte[] name) throws KernelException {
        byte[] path = path(directory, name);
        ByteBuffer buffer = LibC.buffer(VALUE_LIMIT);
        long length = calls.syscall(numbers.llistxattr(), path, buffer, buffer.capacity());
        if (length < 0 && runtime.getLastError() == Errno.EOPNOTSUPP.intValue()) {
            return Map.of();
        }
        byte[] names = new byte[(int) checked(length, "listxattr", name)];
        buffer.get(names);
        Map<String, byte[]> found = new TreeMap<>();
        for (String attribute : new String(names, StandardCharsets.UTF_8).split("\0")) {
            if (!attribute.isEmpty()) {
                found.put(attribute, value(path, attribute, name, buffer.clear()));
            }
        }
        return found;
    }

    private byte[] value(byte[] path, String attribute, byte[] name, ByteBuffer buffer) throws KernelException {
        long length = calls.syscall(numbers.lgetxattr(), path, text(attribute), buffer, buffer.capacity());
        byte[] value = new byte[(int) checked(length, "getxattr " + attribute, name)];
        buffer.get(value);
        return value;
    }

    private static byte[] path(Directory directory, byte[] name) {
        byte[] prefix = ("/proc/self/fd/" + directory.descriptor() + "/").getBytes(StandardCharsets.US_ASCII);
        byte[] path = new byte[prefix.length + name.length + 1];
        System.arraycopy(prefix, 0, path, 0, prefix.length);
        System.arraycopy(name, 0, path, prefix.length, name.length);
        return path;
    }

    private static byte[] text(String attribute) {
        return LibC.zero(attribute.getBytes(StandardCharsets.UTF_8));
    }

    private long checked(long result, String call, byte[] name) throws KernelException {
        if (result < 0) {
            throw new KernelException(call, '"' + new String(name, StandardCharsets.UTF_8) + '"',
                    runtime.getLastError());
        }
        return result;
    }
}
