package io.jocker.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jocker.core.EngineException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {
    @ParameterizedTest
    @ValueSource(strings = {"9.9.9.9", "0.0.0.0", "255.255.255.255", "::1", "::", "fe80::1%eth0", "1:2:3:4:5:6:7:8",
        "2001:db8::8:800:200c:417a", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1::"})
    void addresses(String text) {
        assertEquals(List.of(text), IpAddresses.checked(List.of(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4 ", "1.2.3.4\nsearch x", "01.2.3.4",
        ":::", "1::2::3", "12345::1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", ":1:2:3:4:5:6:7:8", "::1%", "g::1"})
    void others(String text) {
        assertThrows(EngineException.class, () -> IpAddresses.checked(List.of(text)));
    }
}
