package io.jocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jocker.cli.command.VerbSpec;
import io.jocker.testing.Floors;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The floors of docs/architecture.md, as data: which package may use which. */
class ArchitectureTest {
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "", Set.of("command", "client", "output", "terminal"),
            "command", Set.of("client", "output", "terminal"),
            "client", Set.of(),
            "output", Set.of("client"),
            "terminal", Set.of("client"));

    private final Floors floors = new Floors("io.jocker.cli", MAY_USE);

    @Test
    void everyPackageUsesOnlyWhatItsFloorAllows() {
        assertEquals(Set.of(), floors.forbiddenEdges());
    }

    @Test
    void ofTheCoreOnlyTheVocabularyIsUsed() {
        assertEquals(Set.of(), floors.forbiddenOutside("io.jocker.core",
                Set.of("io.jocker.core.api", "io.jocker.core.reference", "io.jocker.core.archive")));
    }

    @Test
    void packagesFormNoCycle() {
        assertEquals(Set.of(), floors.cycles());
    }

    @Test
    void packagesAndInterfacesStaySmall() {
        assertEquals(Set.of(), floors.tooLarge(t -> t.isAssignableTo(VerbSpec.class)));
    }
}
