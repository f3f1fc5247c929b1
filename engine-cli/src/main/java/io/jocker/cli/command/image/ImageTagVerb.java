package io.jocker.cli.command.image;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tag}. */
@Command(customSynopsis = "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]",
        description = "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE")
public final class ImageTagVerb implements Verb {
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(index = "0", paramLabel = "SOURCE_IMAGE[:TAG]")
    String source;
    @Parameters(index = "1", paramLabel = "TARGET_IMAGE[:TAG]")
    String target;

    @Override
    public int run(Session session) {
        String full = ImagePullVerb.withTag(target);
        int colon = full.lastIndexOf(':');
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("repo", full.substring(0, colon));
        query.put("tag", full.substring(colon + 1));
        session.client().run("POST", EngineClient.path("/images/" + EngineClient.escape(source) + "/tag", query));
        return 0;
    }
}
