package io.jocker.core.container.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jocker.core.EngineException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    @Test
    void aContainerHasDockersFourteen() {
        assertEquals(14, Capabilities.resolve(null, null, false).size());
        assertEquals(Capabilities.DEFAULT, Capabilities.resolve(List.of(), List.of(), false));
    }

    @Test
    void namesAreTakenWithAndWithoutPrefixInAnyCase() {
        assertTrue(Capabilities.resolve(List.of("net_admin"), null, false).contains("CAP_NET_ADMIN"));
        assertFalse(Capabilities.resolve(null, List.of("CAP_chown"), false).contains("CAP_CHOWN"));
    }

    @Test
    void allIsEveryOneAndDropsStillCount() {
        List<String> most = Capabilities.resolve(List.of("ALL"), List.of("SYS_ADMIN"), false);
        assertEquals(Capabilities.ALL.size() - 1, most.size());
        assertFalse(most.contains("CAP_SYS_ADMIN"));
    }

    @Test
    void droppingAllLeavesWhatWasAdded() {
        assertEquals(List.of("CAP_KILL"), Capabilities.resolve(List.of("KILL"), List.of("ALL"), false));
        assertEquals(List.of(), Capabilities.resolve(null, List.of("all"), false));
    }

    @Test
    void anUnknownNameIsRefusedInDockersWords() {
        EngineException e = assertThrows(EngineException.class,
                () -> Capabilities.resolve(List.of("FLY"), null, false));
        assertEquals("invalid CapAdd: unknown capability: \"CAP_FLY\"", e.getMessage());
    }
}
