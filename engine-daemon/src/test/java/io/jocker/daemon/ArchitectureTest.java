package io.jocker.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jocker.testing.Floors;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The floors of docs/architecture.md, as data: which package may use which. */
class ArchitectureTest {
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "", Set.of("config", "http", "json", "translate", "handler", "route"),
            "json", Set.of(),
            "config", Set.of("json"),
            "http", Set.of(),
            "translate", Set.of("http", "config", "json"),
            "handler", Set.of("http", "translate"),
            "route", Set.of("http", "handler", "translate"));

    private final Floors floors = new Floors("io.jocker.daemon", MAY_USE);

    @Test
    void everyPackageUsesOnlyWhatItsFloorAllows() {
        assertEquals(Set.of(), floors.forbiddenEdges());
    }

    @Test
    void packagesFormNoCycle() {
        assertEquals(Set.of(), floors.cycles());
    }

    @Test
    void packagesAndInterfacesStaySmall() {
        assertEquals(Set.of(), floors.tooLarge());
    }
}
