package io.jocker.core.container.life;

import io.jocker.core.api.container.RestartPolicy;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerState;
import java.time.Duration;

/** When a container that ended is started again, and after what pause: Docker's rules. */
final class RestartRule {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Whoever ran for so long begins anew with the shortest pause. */
    private static final Duration LONG_RUN = Duration.ofSeconds(10);

    private RestartRule() {
    }

    /** Whether the policy wants it to run again after an end that nobody ordered. */
    static boolean applies(Container container, int exitCode) {
        RestartPolicy policy = container.spec().host().restartPolicy();
        return switch (policy == null || policy.name() == null ? "" : policy.name()) {
            case "always", "unless-stopped" -> true;
            case "on-failure" -> exitCode != 0 && (policy.maximumRetryCount() == 0
                    || container.lives().restarts() < policy.maximumRetryCount());
            default -> false;
        };
    }

    /** Whether a daemon that starts is to start a container that has ended. */
    static boolean appliesAtBoot(Container container) {
        if (!(container.state() instanceof ContainerState.Exited exited)) {
            return false;
        }
        boolean always = "always".equals(container.spec().host().restartPolicy().name());
        return applies(container, exited.exitCode()) && (always || !container.lives().stoppedByHand());
    }

    /** The pause before the next start. */
    static Duration pause(Duration ran, Duration last) {
        if (last == null || ran.compareTo(LONG_RUN) >= 0) {
            return FIRST_PAUSE;
        }
        Duration doubled = last.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
}
