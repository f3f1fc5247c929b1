package io.jocker.cli.command.volume;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Pruning;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code volume prune}. */
@Command(description = "Remove unused local volumes")
public final class VolumePruneVerb implements Verb {
    @Option(names = {"-a", "--all"}, description = "Remove all unused volumes, not just anonymous ones")
    boolean all;
    @Option(names = "--filter", paramLabel = "filter",
            description = "Provide filter values (e.g. \"label=<label>\")")
    List<String> filters = new ArrayList<>();
    @Option(names = {"-f", "--force"}, description = "Do not prompt for confirmation")
    boolean force;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;

    @Override
    public int run(Session session) throws IOException {
        List<String> asked = new ArrayList<>(filters);
        if (all) {
            if (filters.stream().anyMatch(f -> f.startsWith("all="))) {
                throw new CliException("conflicting options: cannot specify both --all and --filter all=1");
            }
            asked.add("all=true");
        }
        Pruning.run(session, "volume", asked, force ? null : "This will remove " + (all ? "all" : "anonymous")
                + " local volumes not used by at least one container.");
        return 0;
    }
}
