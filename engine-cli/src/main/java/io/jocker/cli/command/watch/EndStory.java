package io.jocker.cli.command.watch;

import io.jocker.cli.client.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sentences about a container's end. */
final class EndStory {
    private static final int NOT_INVOKABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int KILLED = 137;
    private static final int HEALTH_LINES = 3;
    private static final String[] SIGNALS = {"", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL",
        "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
        "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"};

    private EndStory() {
    }

    /** What it is and how it got there. */
    static String tell(String name, Object state) {
        String status = Json.text(state, "Status");
        long code = Json.number(state, "ExitCode");
        String error = Json.text(state, "Error");
        return switch (status) {
            case "created" -> error.isEmpty() ? name + " has never been started."
                    : name + " could not be started: " + error + ".";
            case "running" -> name + " is running, for " + ago(Json.text(state, "StartedAt")) + ".";
            case "paused" -> name + " is paused; jocker unpause " + name + " lets it go on.";
            case "restarting" -> name + " ended with exit code " + code + " and is about to be started again.";
            default -> name + " ended " + ago(Json.text(state, "FinishedAt")) + " ago, after "
                    + between(Json.text(state, "StartedAt"), Json.text(state, "FinishedAt")) + ", with exit code "
                    + code + (WhyVerb.isSignal(code) ? " (" + signal(code - 128) + ")" : "") + "."
                    + (error.isEmpty() ? "" : " The engine says: " + error + ".");
        };
    }

    private static String signal(long number) {
        return "SIG" + (number < SIGNALS.length ? SIGNALS[(int) number] : "RTMIN+" + (number - 34));
    }

    /** Who asked for the end, as far as the engine remembers. */
    static List<String> asked(List<Object> events) {
        List<String> sentences = new ArrayList<>();
        for (Object event : events) {
            String action = Json.text(event, "Action");
            if (action.equals("kill")) {
                String signal = Json.text(event, "Actor", "Attributes", "signal");
                String named = signal.matches("\\d{1,2}") ? signal(Long.parseLong(signal)) : signal;
                sentences.add("The engine was asked to send it " + named + ", " + ago(event) + " ago.");
            } else if (action.equals("stop") || action.equals("restart")) {
                sentences.add("It was " + (action.equals("stop") ? "stopped" : "restarted")
                        + " through the engine, " + ago(event) + " ago.");
            } else if (action.equals("oom")) {
                sentences.add("The kernel killed a process of it for want of memory, " + ago(event) + " ago.");
            }
        }
        return sentences;
    }

    private static String ago(Object event) {
        return text(Duration.between(Instant.ofEpochSecond(0, Json.number(event, "timeNano")), Instant.now()));
    }

    /** What the code means, as far as it means anything. */
    static List<String> meaning(Object state, Object host) {
        List<String> sentences = new ArrayList<>();
        long code = Json.number(state, "ExitCode");
        if (Boolean.TRUE.equals(Json.get(state, "OOMKilled"))) {
            long limit = Json.number(host, "Memory");
            sentences.add("It ran out of memory" + (limit > 0 ? ": its limit is " + limit + " bytes (--memory)."
                    : "."));
        } else if (code == KILLED && Json.text(state, "Status").equals("exited")) {
            sentences.add("SIGKILL comes from jocker kill, from a stop whose timeout ran out, or from outside; the "
                    + "kernel did not run out of memory for it.");
        } else if (code == NOT_FOUND) {
            sentences.add("By custom, 127 means that a command was not found.");
        } else if (code == NOT_INVOKABLE) {
            sentences.add("By custom, 126 means that a command is there and cannot be executed.");
        }
        return sentences;
    }

    /** What becomes of it now. */
    static List<String> restarts(Object report) {
        String policy = Json.text(report, "HostConfig", "RestartPolicy", "Name");
        long count = Json.number(report, "RestartCount");
        List<String> sentences = new ArrayList<>();
        if (!policy.isEmpty() && !policy.equals("no")) {
            sentences.add("Its restart policy is " + policy + "; " + (count == 0 ? "it was not started again."
                    : "it was started again " + count + (count == 1 ? " time." : " times.")));
        }
        return sentences;
    }

    /** What the last checks of its health said. */
    static List<String> health(Object state) {
        List<String> sentences = new ArrayList<>();
        if (Json.get(state, "Health") == null) {
            return sentences;
        }
        long failed = Json.number(state, "Health", "FailingStreak");
        sentences.add("Its health was last seen as " + Json.text(state, "Health", "Status") + (failed > 0 ? ", after "
                + failed + " failed checks in a row." : "."));
        List<?> log = Json.list(state, "Health", "Log");
        for (Object probe : log.subList(Math.max(0, log.size() - HEALTH_LINES), log.size())) {
            String output = Json.text(probe, "Output").strip();
            sentences.add("  check " + ago(Json.text(probe, "Start")) + " ago: exit code "
                    + Json.number(probe, "ExitCode") + (output.isEmpty() ? "" : ", " + output.lines().findFirst()
                    .orElse("")));
        }
        return sentences;
    }

    private static String ago(String time) {
        return between(time, Instant.now().toString());
    }

    private static String between(String from, String to) {
        return text(Duration.between(Instant.parse(from), Instant.parse(to)));
    }

    private static String text(Duration duration) {
        double seconds = Math.max(0, duration.toMillis() / 1000.0);
        long whole = (long) seconds;
        return seconds < 10 ? String.format(Locale.ROOT, "%.1f s", seconds) : whole < 120 ? whole + " s"
                : whole < 7200 ? whole / 60 + " min" : whole < 172_800 ? whole / 3600 + " h" : whole / 86_400 + " d";
    }
}
