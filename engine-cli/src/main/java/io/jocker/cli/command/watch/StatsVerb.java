package io.jocker.cli.command.watch;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.client.Json;
import io.jocker.cli.client.JsonReader;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Listing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stats}: a thread for each container reads its samples, and one prints what there is twice a second. */
@Command(customSynopsis = "[OPTIONS] [CONTAINER...]",
        description = "Display a live stream of container(s) resource usage statistics")
public final class StatsVerb implements Verb {
    private static final Map<String, String> TITLES = Map.of("Container", "CONTAINER", "Name", "NAME", "ID",
            "CONTAINER ID", "CPUPerc", "CPU %", "MemUsage", "MEM USAGE / LIMIT", "MemPerc", "MEM %", "NetIO",
            "NET I/O", "BlockIO", "BLOCK I/O", "PIDs", "PIDS");
    private static final List<String> COLUMNS = List.of("ID", "Name", "CPUPerc", "MemUsage", "MemPerc", "NetIO",
            "BlockIO", "PIDs");
    private static final long REFRESH_MILLIS = 500;
    private static final long FIRST_SECONDS = 3;

    @Option(names = {"-a", "--all"}, description = "Show all containers (default shows just running)")
    boolean all;
    @Option(names = "--no-stream", description = "Disable streaming stats and only pull the first result")
    boolean once;
    @Option(names = "--format", description = "Format output: 'table', 'table TEMPLATE', 'json' or 'TEMPLATE'")
    String format;
    @Option(names = "--no-trunc", description = "Do not truncate output")
    boolean full;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "0..*", paramLabel = "CONTAINER")
    List<String> names = new ArrayList<>();

    /** The last sample of a container, and whether it is gone. */
    private static final class Watched {
        private final CountDownLatch first = new CountDownLatch(1);
        private volatile Object sample;
        private volatile boolean gone;
        private volatile String failure;
    }

    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    @Override
    public int run(Session session) throws IOException {
        Set<String> order = new LinkedHashSet<>(names.isEmpty() ? list(session) : names);
        String shown = session.settings().format(format, "statsFormat");
        order.forEach(n -> watch(session, n));
        awaitFirst(order);
        if (once) {
            return finish(session, order, shown);
        }
        boolean terminal = session.terminal().outputIsTerminal();
        if (!names.isEmpty() && order.stream().allMatch(n -> watched.get(n).failure != null)) {
            return finish(session, order, shown);
        }
        while (true) {
            print(session, order, shown, terminal);
            if (session.out().checkError()) {
                return 1;
            }
            if (!names.isEmpty() && order.stream().allMatch(n -> watched.get(n).gone)) {
                return 0;
            }
            pause();
            if (names.isEmpty()) {
                order.clear();
                order.addAll(list(session));
                order.forEach(n -> watch(session, n));
            }
        }
    }

    /** Prints once, and then what went wrong. */
    private int finish(Session session, Set<String> order, String shown) {
        List<String> failures = new ArrayList<>();
        order.forEach(n -> {
            if (watched.get(n).failure != null) {
                failures.add(watched.get(n).failure);
            }
        });
        order.removeIf(n -> watched.get(n).failure != null);
        print(session, order, shown, false);
        failures.forEach(session.err()::println);
        return failures.isEmpty() ? 0 : 1;
    }

    private List<String> list(Session session) {
        Object containers = session.client().json("GET", "/containers/json" + (all ? "?all=1" : ""), null);
        return ((List<?>) containers).stream().map(c -> Json.text(c, "Id")).toList();
    }

    private void watch(Session session, String name) {
        if (watched.containsKey(name)) {
            return;
        }
        Watched mine = new Watched();
        watched.put(name, mine);
        Thread thread = new Thread(() -> read(session, name, mine), "stats");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Session session, String name, Watched mine) {
        String path = "/containers/" + EngineClient.escape(name) + "/stats?stream=" + (once ? 0 : 1);
        try (HttpStream response = session.client().call("GET", path, null);
                JsonReader reader = new JsonReader(response.body())) {
            while (reader.more()) {
                Object sample = reader.value();
                // The first of a stream has nothing to compare with.
                boolean comparable = once || Json.get(sample, "precpu_stats", "system_cpu_usage") != null
                        || Json.get(sample, "cpu_stats", "system_cpu_usage") == null;
                mine.sample = sample;
                if (comparable) {
                    mine.first.countDown();
                }
            }
        } catch (ApiException e) {
            mine.failure = e.sentence();
        } catch (IOException | UncheckedIOException e) {
            mine.failure = e.getMessage();
        } finally {
            mine.gone = true;
            mine.first.countDown();
            if (names.isEmpty() && !once) {
                watched.remove(name, mine);
            }
        }
    }

    private void awaitFirst(Set<String> order) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FIRST_SECONDS);
        try {
            for (String name : order) {
                Watched one = watched.get(name);
                if (one != null && once) {
                    one.first.await();
                } else if (one != null) {
                    one.first.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(REFRESH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(Session session, Set<String> order, String shown, boolean terminal) {
        Listing listing = new Listing(TITLES);
        for (String name : order) {
            Watched one = watched.get(name);
            listing.add(Usage.row(name, name, one == null ? null : one.sample, full));
        }
        if (!terminal) {
            listing.print(shown, COLUMNS, session.out());
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream text = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        listing.print(shown, COLUMNS, text);
        // To the top; each line erases what is right of it, and the last one all that is below.
        session.out().print("\u001b[H" + bytes.toString(StandardCharsets.UTF_8).replace("\n", "\u001b[K\n")
                + "\u001b[J");
        session.out().flush();
    }
}
