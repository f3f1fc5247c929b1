package io.jocker.daemon.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that a test runs; never for longer than its patience, and then it fails saying what was seen. */
final class Command implements AutoCloseable {
    /** Longer than anything here may take: who reaches it hangs. */
    static final long PATIENCE_SECONDS = 15;

    /** What a program that ended left behind. */
    record Result(int code, byte[] stdout, byte[] stderr) {
        String out() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        String err() {
            return new String(stderr, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "exit code " + code + "\nstdout: " + shorten(out()) + "\nstderr: " + shorten(err());
        }

        private static String shorten(String text) {
            return text.length() <= 4000 ? text : text.substring(0, 4000) + "… (" + text.length() + " characters)";
        }
    }

    private final List<String> words;
    private final Process process;
    private final Collector out;
    private final Collector err;

    private Command(List<String> words, Process process) {
        this.words = words;
        this.process = process;
        this.out = new Collector(process.getInputStream());
        this.err = new Collector(process.getErrorStream());
    }

    static Command start(Map<String, String> environment, List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        try {
            return new Command(words, builder.start());
        } catch (IOException e) {
            throw new AssertionError("cannot run " + words, e);
        }
    }

    static Result run(String... words) {
        return start(Map.of(), List.of(words)).endInput().await();
    }

    /** Writes to the program's standard input, from a thread of its own if it is much. */
    Command type(byte[] bytes) {
        if (bytes.length <= 4096) {
            write(bytes);
        } else {
            new Thread(() -> {
                write(bytes);
                endInput();
            }, "stdin").start();
        }
        return this;
    }

    Command type(String text) {
        return type(text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] bytes) {
        try {
            OutputStream stdin = process.getOutputStream();
            stdin.write(bytes);
            stdin.flush();
        } catch (IOException e) {
            throw new AssertionError("cannot write to " + words, e);
        }
    }

    Command endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new AssertionError("cannot close the input of " + words, e);
        }
        return this;
    }

    /** Waits until the standard output holds a text. */
    Command expect(String text) {
        Eventually.holds("\"" + text + "\" in the output of " + words, () -> out.text().contains(text),
                () -> "out: " + out.text() + "\nerr: " + err.text());
        return this;
    }

    String seen() {
        return out.text();
    }

    long pid() {
        return process.pid();
    }

    boolean ended() {
        return !process.isAlive();
    }

    void signal(String name) {
        run("kill", "-" + name, String.valueOf(process.pid()));
    }

    Result await() {
        return await(PATIENCE_SECONDS);
    }

    Result await(long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", words) + " did not end within " + seconds
                        + " s\nout: " + out.text() + "\nerr: " + err.text());
            }
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + words, e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Collects what a program writes. */
    private static final class Collector {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread thread;

        Collector(InputStream from) {
            thread = new Thread(() -> pump(from), "collector");
            thread.setDaemon(true);
            thread.start();
        }

        private void pump(InputStream from) {
            try (from) {
                from.transferTo(bytes);
            } catch (IOException killed) {
                // The program was killed by its test; what came until then stands.
                return;
            }
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        byte[] join() throws InterruptedException {
            thread.join(2000);
            return bytes.toByteArray();
        }
    }
}
