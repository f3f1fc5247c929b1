package io.jocker.core.container;

import io.jocker.core.EngineException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Linux signals by name and number. */
public final class Signals {
    /** Ends a process that may clean up first. */
    public static final int SIGTERM = 15;
    /** Ends a process at once. */
    public static final int SIGKILL = 9;

    private static final int HIGHEST = 64;
    private static final int REALTIME_MIN = 34;
    private static final String[] NAMES = {null, "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL",
        "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
        "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"};
    private static final Map<String, Integer> BY_NAME = names();

    private Signals() {
    }

    /**
     * The number of a signal: {@code 9}, {@code KILL}, {@code SIGKILL}, {@code RTMIN+3}.
     *
     * @throws EngineException INVALID, {@code invalid signal: X}
     */
    public static int parse(String text) {
        String name = text.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
        Integer number = BY_NAME.get(name);
        if (number == null && name.matches("\\d{1,3}")) {
            number = Integer.valueOf(name);
        }
        if (number == null || number < 1 || number > HIGHEST) {
            throw EngineException.invalid("invalid signal: " + text);
        }
        return number;
    }

    private static Map<String, Integer> names() {
        Map<String, Integer> names = new HashMap<>();
        for (int i = 1; i < NAMES.length; i++) {
            names.put(NAMES[i], i);
        }
        names.put("IOT", 6);
        names.put("CLD", 17);
        names.put("POLL", 29);
        names.put("RTMIN", REALTIME_MIN);
        names.put("RTMAX", HIGHEST);
        for (int i = 1; i <= 15; i++) {
            names.put("RTMIN+" + i, REALTIME_MIN + i);
            if (i < 15) {
                names.put("RTMAX-" + i, HIGHEST - i);
            }
        }
        return Map.copyOf(names);
    }
}
