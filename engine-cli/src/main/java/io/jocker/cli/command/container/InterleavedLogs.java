package io.jocker.cli.command.container;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.terminal.LineSplitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The logs of several containers, each line behind the name of its own: in the order of their times, or as they come
 * where they are followed.
 */
final class InterleavedLogs {
    private static final String[] COLOURS = {"36", "33", "32", "35", "34", "31"};
    private static final int AHEAD = 256;

    private final Session session;
    private final boolean follow;
    private final boolean timestamps;

    InterleavedLogs(Session session, boolean follow, boolean timestamps) {
        this.session = session;
        this.follow = follow;
        this.timestamps = timestamps;
    }

    /** A line with the time before it, or the end of a container's lines if that is null. */
    private record Line(String text, boolean stderr) {
        String time() {
            return text.substring(0, Math.max(0, text.indexOf(' ')));
        }
    }

    private static final class Source {
        private final String prefix;
        private final BlockingQueue<Line> lines;
        private Line next;
        private volatile String failure;

        Source(String prefix, BlockingQueue<Line> lines) {
            this.prefix = prefix;
            this.lines = lines;
        }
    }

    int print(List<String> names, Map<String, Object> query) {
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        boolean colours = session.terminal().outputIsTerminal();
        List<Source> sources = new ArrayList<>();
        // Whether there are all of them is found out before anything is printed.
        List<Object> reports = names.stream().map(n -> session.client().json("GET", "/containers/"
                + EngineClient.escape(n) + "/json", null)).toList();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i) + " ".repeat(width - names.get(i).length()) + " | ";
            String prefix = colours ? "\u001b[" + COLOURS[i % COLOURS.length] + "m" + name + "\u001b[0m" : name;
            Source source = new Source(prefix, new LinkedBlockingQueue<>(AHEAD));
            sources.add(source);
            Thread thread = new Thread(new Reader(source, reports.get(sources.size() - 1), query), "logs");
            thread.setDaemon(true);
            thread.start();
        }
        try {
            if (follow) {
                follow(sources);
            } else {
                merge(sources);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> failures = sources.stream().filter(s -> s.failure != null).map(s -> s.failure).toList();
        failures.forEach(session.err()::println);
        return failures.isEmpty() ? 0 : 1;
    }

    private final class Reader implements Runnable {
        private final Source source;
        private final Object report;
        private final Map<String, Object> query;

        Reader(Source source, Object report, Map<String, Object> query) {
            this.source = source;
            this.report = report;
            this.query = new LinkedHashMap<>(query);
            this.query.put("timestamps", 1);
        }

        @Override
        public void run() {
            boolean tty = Boolean.TRUE.equals(Json.get(report, "Config", "Tty"));
            try (HttpStream logs = session.client().call("GET", EngineClient.path("/containers/"
                    + Json.text(report, "Id") + "/logs", query), null)) {
                LineSplitter.split(logs.body(), tty, (text, stderr) -> put(new Line(text, stderr)));
            } catch (IOException | UncheckedIOException | io.jocker.cli.client.ApiException e) {
                source.failure = e.getMessage();
            } finally {
                put(new Line(null, false));
            }
        }

        private void put(Line line) {
            try {
                source.lines.put(line);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Always the oldest of the next ones. */
    private void merge(List<Source> sources) throws InterruptedException {
        List<Source> open = new ArrayList<>(sources);
        while (!open.isEmpty()) {
            Source oldest = null;
            for (Source source : List.copyOf(open)) {
                source.next = source.next == null ? source.lines.take() : source.next;
                if (source.next.text() == null) {
                    open.remove(source);
                } else if (oldest == null || source.next.time().compareTo(oldest.next.time()) < 0) {
                    oldest = source;
                }
            }
            if (oldest != null) {
                print(oldest, oldest.next);
                oldest.next = null;
            }
        }
    }

    private void follow(List<Source> sources) throws InterruptedException {
        List<Thread> printers = new ArrayList<>();
        for (Source source : sources) {
            Thread thread = new Thread(() -> {
                try {
                    for (Line line = source.lines.take(); line.text() != null; line = source.lines.take()) {
                        print(source, line);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }, "print");
            thread.start();
            printers.add(thread);
        }
        for (Thread printer : printers) {
            printer.join();
        }
    }

    private synchronized void print(Source source, Line line) {
        String text = timestamps ? line.text() : line.text().substring(line.text().indexOf(' ') + 1);
        (line.stderr() ? session.err() : session.out()).println(source.prefix + text);
        if (!line.stderr()) {
            session.out().flush();
        }
    }
}
