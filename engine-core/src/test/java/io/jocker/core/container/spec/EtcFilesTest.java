package io.jocker.core.container.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jocker.core.EngineException;
import io.jocker.core.api.container.HostConfig;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EtcFilesTest {
    private static HostConfig host(String json) throws IOException {
        return new ObjectMapper().readValue(json, HostConfig.class);
    }

    @Test
    void extraHostsFollowTheUsualOnes() {
        String hosts = EtcFiles.hosts(List.of("db:10.0.0.7", "six=[fe80::1]", "v6:2001:db8::1"));
        assertTrue(hosts.startsWith("127.0.0.1\tlocalhost\n"), hosts);
        assertTrue(hosts.endsWith("10.0.0.7\tdb\nfe80::1\tsix\n2001:db8::1\tv6\n"), hosts);
    }

    @Test
    void malformedExtraHostsAreRefused() {
        for (String bad : List.of("db", ":1.2.3.4", "db:", "db:evil\n6.6.6.6 x", "db:not-an-address")) {
            assertThrows(EngineException.class, () -> EtcFiles.extraLines(List.of(bad)), bad);
        }
    }

    @Test
    void aLoopbackResolverIsOfNoUseInAnotherNetwork() throws IOException {
        String file = "# comment\nnameserver 127.0.0.53\nnameserver 9.9.9.9\n"
                + "search a.example b.example\noptions edns0\n";
        assertEquals("nameserver 9.9.9.9\nsearch a.example b.example\noptions edns0\n",
                EtcFiles.resolvConf(file, host("{}"), true));
        assertEquals("nameserver 127.0.0.53\nnameserver 9.9.9.9\nsearch a.example b.example\noptions edns0\n",
                EtcFiles.resolvConf(file, host("{}"), false));
    }

    @Test
    void whatTheUserSaysWins() throws IOException {
        assertEquals("nameserver 1.1.1.1\noptions ndots:2\n", EtcFiles.resolvConf(
                "nameserver 9.9.9.9\nsearch x\n",
                host("{\"Dns\":[\"1.1.1.1\"],\"DnsSearch\":[\".\"],\"DnsOptions\":[\"ndots:2\"]}"), true));
    }
}
