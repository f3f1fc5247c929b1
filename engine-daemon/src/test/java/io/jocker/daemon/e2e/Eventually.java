package io.jocker.daemon.e2e;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what must come, with an end to the patience. */
final class Eventually {
    private Eventually() {
    }

    static void holds(String what, BooleanSupplier condition) {
        holds(what, condition, () -> "");
    }

    static void holds(String what, BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Command.PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within " + Command.PATIENCE_SECONDS + " s: " + what + "\n"
                        + otherwise.get());
            }
            pause(20);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
