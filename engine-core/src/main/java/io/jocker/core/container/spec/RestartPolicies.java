package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.RestartPolicy;
import java.util.Set;

/** Which restart policies there are. */
public final class RestartPolicies {
    private static final Set<String> KNOWN = Set.of("", "no", "always", "unless-stopped", "on-failure");

    private RestartPolicies() {
    }

    /**
     * Refuses what makes no sense.
     *
     * @throws EngineException INVALID, with Docker's words
     */
    public static void check(RestartPolicy policy, boolean autoRemove) {
        String name = policy == null || policy.name() == null ? "" : policy.name();
        if (!KNOWN.contains(name)) {
            throw EngineException.invalid("invalid restart policy: unknown policy '" + name
                    + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'");
        }
        if (policy != null && policy.maximumRetryCount() != 0 && !name.equals("on-failure")) {
            throw EngineException.invalid("invalid restart policy: maximum retry count can only be used with "
                    + "'on-failure'");
        }
        if (policy != null && policy.maximumRetryCount() < 0) {
            throw EngineException.invalid("invalid restart policy: maximum retry count cannot be negative");
        }
        if (autoRemove && !name.isEmpty() && !name.equals("no")) {
            throw EngineException.invalid("can't create 'AutoRemove' container with restart policy");
        }
    }
}
