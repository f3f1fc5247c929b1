package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.Ulimit;
import io.jocker.core.runtime.spec.RlimitSpec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Resource limits of the process: {@code --ulimit}. */
public final class Rlimits {
    private static final Set<String> KNOWN = Set.of("as", "core", "cpu", "data", "fsize", "locks", "memlock",
            "msgqueue", "nice", "nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack");
    private static final BigInteger UNLIMITED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private Rlimits() {
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
