package io.jocker.cli.command.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jocker.cli.client.CliException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Docker's rules of copying: a row is source, destination, where it is unpacked, and its first name there. */
class CopyPlanTest {
    private static CopyPlan.End end(String words) {
        String[] parts = words.split(" ");
        return new CopyPlan.End(parts[1], !parts[0].equals("no"), parts[0].equals("dir"));
    }

    @ParameterizedTest
    @CsvSource({"file /s/a,dir /d,/d,a", "file /s/a,dir /d/,/d/,a", "dir /s,dir /d,/d,s", "dir /s/.,dir /d,/d,.",
        "file /s/a,file /d/b,/d,b", "file /s/a,no /d/b,/d,b", "dir /s,no /d/new,/d,new", "dir /s/,no /d/new/,/d,new",
        "dir /s/.,no /d/new,/d,new", "file /a,no /b,/,b"})
    void goesWhereDockerPutsIt(String source, String destination, String folder, String name) {
        CopyPlan plan = CopyPlan.of(end(source), null, end(destination));
        assertEquals(folder, plan.folder());
        String first = TreePath.of(source.split(" ")[1]).name();
        assertEquals(name, new String(plan.rebase().apply(first.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"dir /s,file /d,cannot copy directory", "file /s/a,no /d/,no such directory",
        "file /s/a,no /d/.,no such directory"})
    void refusesWhatCannotBe(String source, String destination, String message) {
        CopyPlan.End from = end(source);
        CopyPlan.End to = end(destination);
        assertEquals(message, assertThrows(CliException.class, () -> CopyPlan.of(from, null, to)).getMessage());
    }

    @Test
    void aRenamedTreeKeepsWhatIsBelow() {
        Rebase rebase = new Rebase("old", "new");
        assertEquals("new/old/x", new String(rebase.apply("old/old/x".getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8));
    }
}
