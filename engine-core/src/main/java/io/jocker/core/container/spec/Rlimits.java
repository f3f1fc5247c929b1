package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.Ulimit;
import io.jocker.core.runtime.spec.RlimitSpec;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resource limits of the process: {@code --ulimit}. */
public final class Rlimits {
    private static final Set<String> KNOWN = Set.of("as", "core", "cpu", "data", "fsize", "locks", "memlock",
            "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack");
    private static final BigInteger UNLIMITED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private static final BigInteger OPEN_FILES = BigInteger.valueOf(1 << 20);
    private static final Pattern OPEN_FILES_LINE = Pattern.compile("Max open files\\s+\\S+\\s+(\\d+).*");

    private Rlimits() {
    }

    /**
     * The limits of a container: those asked for, and a fixed number of open files, as far as this process may
     * grant it. Without that a container would inherit whatever the JVM has set for itself.
     */
    static List<RlimitSpec> withDefaults(List<Ulimit> ulimits) {
        List<RlimitSpec> limits = of(ulimits);
        if (limits.stream().noneMatch(l -> l.type().equals("RLIMIT_NOFILE"))) {
            BigInteger most = OPEN_FILES.min(grantable());
            limits.add(new RlimitSpec("RLIMIT_NOFILE", most, most));
        }
        return limits;
    }

    private static BigInteger grantable() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                Matcher matcher = OPEN_FILES_LINE.matcher(line);
                if (matcher.matches()) {
                    return new BigInteger(matcher.group(1));
                }
            }
            return OPEN_FILES;
        } catch (IOException e) {
            throw EngineException.internal("cannot read the limits of this process", e);
        }
    }

    /**
     * The limits in OCI form.
     *
     * @throws EngineException INVALID for an unknown name or a soft limit above the hard one
     */
    public static List<RlimitSpec> of(List<Ulimit> ulimits) {
        List<RlimitSpec> limits = new ArrayList<>();
        for (Ulimit ulimit : ulimits == null ? List.<Ulimit>of() : ulimits) {
            if (!KNOWN.contains(ulimit.name())) {
                throw EngineException.invalid("invalid ulimit type: " + ulimit.name());
            }
            if (ulimit.hard() != -1 && (ulimit.soft() > ulimit.hard() || ulimit.soft() == -1)) {
                throw EngineException.invalid("ulimit soft limit must be less than or equal to hard limit: "
                        + ulimit.soft() + " > " + ulimit.hard());
            }
            limits.add(new RlimitSpec("RLIMIT_" + ulimit.name().toUpperCase(Locale.ROOT), value(ulimit.hard()),
                    value(ulimit.soft())));
        }
        return limits;
    }

    private static BigInteger value(long limit) {
        return limit < 0 ? UNLIMITED : BigInteger.valueOf(limit);
    }
}
