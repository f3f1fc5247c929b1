package io.jocker.core.container.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jocker.core.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of syslog. */
class SyslogAddressTest {
    @Test
    void namesBecomeNumbers() {
        assertEquals("udp://127.0.0.1:1514", SyslogAddress.resolve("udp://localhost:1514"));
        assertEquals("tcp://10.1.2.3", SyslogAddress.resolve("tcp://10.1.2.3"));
        assertEquals("udp://[0:0:0:0:0:0:0:1]:514", SyslogAddress.resolve("udp://[::1]:514"));
        assertEquals("unix:///run/log", SyslogAddress.resolve("unix:///run/log"));
        assertNull(SyslogAddress.resolve(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "http://x", "udp://", "unix://relative", "udp://h:port"})
    void whatIsNoAddressIsRefused(String address) {
        assertThrows(EngineException.class, () -> SyslogAddress.check(address));
    }

    @Test
    void aNameThatNobodyKnowsIsRefused() {
        assertThrows(EngineException.class, () -> SyslogAddress.resolve("udp://no-such-host.invalid:514"));
    }
}
