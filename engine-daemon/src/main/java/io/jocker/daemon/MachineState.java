package io.jocker.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the end of the machine from the end of the service, where systemd can be asked. */
final class MachineState {
    private static final Logger LOG = LoggerFactory.getLogger(MachineState.class);
    private static final long PATIENCE_SECONDS = 1;

    private MachineState() {
    }

    /** Whether the machine is going down; {@code JOCKER_SYSTEMCTL} names another systemctl. */
    static boolean isEnding() {
        String own = System.getenv("JOCKER_SYSTEMCTL");
        if (own == null && !Files.isDirectory(Path.of("/run/systemd/system"))) {
            return false;
        }
        try {
            Process process = new ProcessBuilder(own == null ? "systemctl" : own, "is-system-running")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (InputStream out = process.getInputStream()) {
                boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return ended && new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip().equals("stopping");
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            LOG.warn("cannot ask systemd whether the machine goes down: {}", e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
