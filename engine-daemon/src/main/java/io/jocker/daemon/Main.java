package io.jocker.daemon;

import io.jocker.core.EngineException;
import io.jocker.daemon.config.DaemonConfig;
import io.jocker.daemon.config.Options;
import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** {@code jockerd}. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {
    }

    /** Runs until SIGTERM or SIGINT. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    private static int run(String[] args, PrintStream out, PrintStream err) {
        Options options = new Options();
        CommandLine commandLine = new CommandLine(options);
        try {
            commandLine.parseArgs(args);
        } catch (CommandLine.ParameterException e) {
            err.println("jockerd: " + e.getMessage());
            err.println("See 'jockerd --help'.");
            return USAGE;
        }
        if (options.help()) {
            commandLine.usage(out);
            return 0;
        }
        if (options.version()) {
            out.println("jockerd version " + Version.current());
            return 0;
        }
        try {
            DaemonConfig config = DaemonConfig.load(options);
            if (options.validate()) {
                out.println("configuration OK");
                return 0;
            }
            serve(options, config);
            return 0;
        } catch (EngineException e) {
            err.println("jockerd: " + e.getMessage());
            return 1;
        }
    }

    private static void serve(Options options, DaemonConfig config) {
        Logging.configure(config);
        CountDownLatch end = new CountDownLatch(1);
        // Not left to the JVM, which would end with 143: a daemon that was told to stop has done what it was told.
        for (String name : new String[] {"TERM", "INT"}) {
            Signals.handle(name, end::countDown);
        }
        // Before anybody can know that the daemon is there: an unhandled SIGHUP ends it, and a lost one misleads.
        CompletableFuture<Daemon> running = new CompletableFuture<>();
        Signals.handle("HUP", () -> running.thenAccept(d -> d.reload(options)));
        try (Daemon daemon = Daemon.start(config)) {
            running.complete(daemon);
            await(end);
            daemon.endWithMachine();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
