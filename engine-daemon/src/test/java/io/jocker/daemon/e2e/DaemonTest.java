package io.jocker.daemon.e2e;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that share one daemon with the image busybox; each leaves it without containers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
@ExtendWith(DaemonLogOnFailure.class)
abstract class DaemonTest {
    DaemonProcess daemon;
    Api api;

    /** Prints why tests are skipped, since reports of builds do not. */
    static void need(boolean condition, String what) {
        if (!condition) {
            System.out.println("SKIPPED: " + what);
        }
        Assumptions.assumeTrue(condition, what);
    }

    static void needRoot() {
        need(System.getProperty("user.name").equals("root"), "containers need root");
    }

    static void needCli() {
        need(Cli.all().findAny().isPresent(), "there is no docker command on this machine");
    }

    @BeforeAll
    void startDaemon() throws IOException {
        needRoot();
        daemon = DaemonProcess.start();
        api = daemon.api();
        daemon.withBusybox();
    }

    @AfterEach
    void removeContainers() {
        api.removeAll();
    }

    @AfterAll
    void stopDaemon() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }
}
