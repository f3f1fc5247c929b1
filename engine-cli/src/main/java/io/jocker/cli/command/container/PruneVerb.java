package io.jocker.cli.command.container;

import io.jocker.cli.command.Pruning;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code container prune}. */
@Command(description = "Remove all stopped containers")
public final class PruneVerb implements Verb {
    @Option(names = "--filter", paramLabel = "filter",
            description = "Provide filter values (e.g. \"until=<timestamp>\")")
    List<String> filters = new ArrayList<>();
    @Option(names = {"-f", "--force"}, description = "Do not prompt for confirmation")
    boolean force;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;

    @Override
    public int run(Session session) throws IOException {
        Pruning.run(session, "container", filters, force ? null : "This will remove all stopped containers.");
        return 0;
    }
}
