package io.jocker.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jocker.testing.Floors;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The floors of docs/architecture.md, as data: which package may use which. */
class ArchitectureTest {
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("", Set.of()),
            Map.entry("reference", Set.of("")),
            Map.entry("store", Set.of("")),
            Map.entry("event", Set.of("")),
            Map.entry("archive", Set.of("")),
            Map.entry("dockerfile", Set.of("")),
            Map.entry("host", Set.of("")),
            Map.entry("api", Set.of("")),
            Map.entry("content", Set.of("", "reference", "store", "host")),
            Map.entry("layer", Set.of("", "reference", "store", "archive", "host")),
            Map.entry("runtime", Set.of("", "store", "host")),
            Map.entry("network", Set.of("", "store", "event", "host")),
            Map.entry("volume", Set.of("", "store", "event", "host")),
            Map.entry("log", Set.of("", "store", "host")),
            Map.entry("image", Set.of("", "reference", "store", "event", "archive", "content", "layer")),
            Map.entry("registry", Set.of("", "reference", "content", "image", "archive")),
            Map.entry("container", Set.of("", "reference", "store", "event", "archive", "host", "api", "content",
                    "layer", "runtime", "network", "volume", "log", "image")),
            Map.entry("build", Set.of("", "reference", "store", "event", "archive", "dockerfile", "host", "api",
                    "content", "layer", "runtime", "network", "volume", "log", "image", "registry")));

    private final Floors floors = new Floors("io.jocker.core", MAY_USE);

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
