package io.jocker.cli.command.volume;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Pairs;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code volume create}. */
@Command(customSynopsis = "[OPTIONS] [VOLUME]", description = "Create a volume")
public final class VolumeCreateVerb implements Verb {
    @Option(names = {"-d", "--driver"}, description = "Specify volume driver name (default \"local\")")
    String driver = "local";
    @Option(names = "--name", description = "Specify volume name (deprecated: give it as the argument)")
    String flagName;
    @Option(names = "--label", description = "Set metadata for a volume")
    List<String> labels = new ArrayList<>();
    @Option(names = {"-o", "--opt"}, paramLabel = "map", description = "Set driver specific options")
    List<String> options = new ArrayList<>();
    @Option(names = {"--availability", "--group", "--limit-bytes", "--required-bytes", "--scope", "--secret",
        "--sharing", "--topology-preferred", "--topology-required", "--type"},
        description = "Of cluster volumes, which there are none of (refused)")
    String cluster;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "0..1", paramLabel = "VOLUME")
    String name;

    @Override
    public int run(Session session) {
        if (cluster != null) {
            throw new CliException("jocker has no cluster volumes: --availability, --group, --limit-bytes, "
                    + "--required-bytes, --scope, --secret, --sharing, --topology-… and --type are not supported");
        }
        if (name != null && flagName != null) {
            throw new CliException("conflicting options: cannot specify a volume-name through both --name and as a "
                    + "positional arg");
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("Name", name != null ? name : flagName == null ? "" : flagName);
        request.put("Driver", driver);
        request.put("DriverOpts", Pairs.map(options));
        request.put("Labels", Pairs.map(labels));
        session.out().println(Json.text(session.client().json("POST", "/volumes/create", request), "Name"));
        return 0;
    }
}
