package io.jocker.cli.command.volume;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.command.EachContainer;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code volume rm}. */
@Command(customSynopsis = "[OPTIONS] VOLUME [VOLUME...]",
        description = "Remove one or more volumes. You cannot remove a volume that is in use by a container.")
public final class VolumeRmVerb implements Verb {
    @Option(names = {"-f", "--force"}, description = "Force the removal of one or more volumes")
    boolean force;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "VOLUME")
    List<String> names;

    @Override
    public int run(Session session) {
        return EachContainer.run(session, names, name -> session.client().run("DELETE", "/volumes/"
                + EngineClient.escape(name) + (force ? "?force=1" : "")));
    }
}
