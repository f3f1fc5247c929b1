package io.jocker.cli.command.container;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.command.EachContainer;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stop}. */
@Command(customSynopsis = "[OPTIONS] CONTAINER [CONTAINER...]",
        description = "Stop one or more running containers")
public class StopVerb implements Verb {
    @Option(names = {"-s", "--signal"}, description = "Signal to send to the container")
    String signal;
    @Option(names = {"-t", "--timeout", "--time"}, description = "Seconds to wait before killing the container")
    Integer seconds;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "1..*", paramLabel = "CONTAINER")
    List<String> names;

    /** The endpoint's last word. */
    String action() {
        return "stop";
    }

    @Override
    public int run(Session session) {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("signal", signal);
        query.put("t", seconds);
        return EachContainer.run(session, names, name -> session.client().run("POST", EngineClient.path(
                "/containers/" + EngineClient.escape(name) + "/" + action(), query)));
    }

    /** {@code restart}, which takes the same flags. */
    @Command(customSynopsis = "[OPTIONS] CONTAINER [CONTAINER...]",
        description = "Restart one or more containers")
    public static final class Restart extends StopVerb {
        @Override
        String action() {
            return "restart";
        }
    }
}
