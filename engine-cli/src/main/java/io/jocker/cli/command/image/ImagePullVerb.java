package io.jocker.cli.command.image;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.HttpStream;
import io.jocker.cli.client.Json;
import io.jocker.cli.client.JsonReader;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pull}. */
@Command(customSynopsis = "[OPTIONS] NAME[:TAG|@DIGEST]",
        description = "Download an image from a registry")
public final class ImagePullVerb implements Verb {
    @Option(names = "--platform", description = "Set platform if server is multi-platform capable")
    String platform;
    @Option(names = {"-q", "--quiet"}, description = "Suppress verbose output")
    boolean quiet;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(paramLabel = "NAME[:TAG|@DIGEST]")
    String name;

    @Override
    public int run(Session session) throws IOException {
        if (!quiet && !hasTag(name)) {
            session.out().println("Using default tag: latest");
        }
        pull(session, name, platform, quiet ? new PrintStream(PrintStream.nullOutputStream()) : session.out());
        session.out().println(full(withTag(name)));
        return 0;
    }

    /** The name with the registry that it means. */
    private static String full(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
            return name;
        }
        return "docker.io/" + (slash < 0 ? "library/" : "") + name;
    }

    private static boolean hasTag(String name) {
        return name.contains("@") || name.substring(name.lastIndexOf('/') + 1).contains(":");
    }

    /** The name with the tag that it means. */
    public static String withTag(String name) {
        return hasTag(name) ? name : name + ":latest";
    }

    /** Pulls and prints the progress, a line for each status. */
    public static void pull(Session session, String name, String platform, PrintStream progress) throws IOException {
        String full = withTag(name);
        int at = full.contains("@") ? full.indexOf('@') : full.lastIndexOf(':');
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fromImage", full.substring(0, at));
        query.put("tag", full.substring(at + 1));
        query.put("platform", platform);
        try (HttpStream response = session.client().call("POST", EngineClient.path("/images/create", query), null)) {
            print(response, progress);
        }
    }

    /** Prints a progress stream; an error in it is thrown. */
    static void print(HttpStream response, PrintStream progress) throws IOException {
        try (JsonReader reader = new JsonReader(response.body())) {
            while (reader.more()) {
                Object line = reader.value();
                String error = Json.text(line, "error");
                if (!error.isEmpty()) {
                    throw new ApiException(500, error);
                }
                String stream = Json.text(line, "stream");
                String id = Json.text(line, "id");
                String status = Json.text(line, "status");
                if (!stream.isEmpty()) {
                    progress.print(stream);
                } else if (!status.isEmpty() && Json.get(line, "progressDetail", "current") == null) {
                    progress.println(id.isEmpty() ? status : id + ": " + status);
                }
            }
        }
    }
}
