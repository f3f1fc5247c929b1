package io.jocker.daemon.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Prints the daemon's log when a test failed. */
class DaemonLogOnFailure implements TestWatcher {
    private static final int MOST = 6000;

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        context.getTestInstance().filter(DaemonTest.class::isInstance).map(DaemonTest.class::cast)
                .filter(t -> t.daemon != null).ifPresent(test -> {
                    String log = test.daemon.logText();
                    System.out.println("The daemon's log at the end of " + context.getDisplayName() + ":\n"
                            + log.substring(Math.max(0, log.length() - MOST)));
                });
    }
}
