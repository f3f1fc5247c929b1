package io.jocker.cli.command.container;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.image.ImagePullVerb;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates a container for run and create, and pulls its image first where the policy says so. */
final class ContainerCreation {
    private static final int NOT_FOUND = 404;

    private final Session session;
    private final ContainerFlags flags;

    ContainerCreation(Session session, ContainerFlags flags) {
        this.session = session;
        this.flags = flags;
    }

    /** The new container's id. */
    String create(ContainerFlags.Streams streams, boolean quiet) throws IOException {
        checkPull();
        Path cidFile = flags.cidFile == null ? null : session.directory().resolve(flags.cidFile);
        if (cidFile != null && Files.exists(cidFile)) {
            throw new CliException(125, "container ID file found, make sure the other container isn't running or "
                    + "delete " + flags.cidFile);
        }
        Map<String, Object> body = flags.body(session, streams);
        if (flags.pull.equals("always")) {
            pull(quiet);
        }
        Object created;
        try {
            created = post(body);
        } catch (ApiException e) {
            if (e.status() != NOT_FOUND || !e.getMessage().startsWith("No such image")
                    || !flags.pull.equals("missing")) {
                throw e;
            }
            if (!quiet) {
                session.err().println("Unable to find image '" + ImagePullVerb.withTag(flags.image) + "' locally");
            }
            pull(quiet);
            created = post(body);
        }
        for (Object warning : Json.list(created, "Warnings")) {
            session.err().println("WARNING: " + warning);
        }
        String id = Json.text(created, "Id");
        if (cidFile != null) {
            Files.writeString(cidFile, id);
        }
        return id;
    }

    private void checkPull() {
        if (!List.of("always", "missing", "never").contains(flags.pull)) {
            throw new CliException(125, "invalid pull option: '" + flags.pull + "': must be one of \"always\", "
                    + "\"missing\" or \"never\"");
        }
    }

    private void pull(boolean quiet) throws IOException {
        ImagePullVerb.pull(session, flags.image, flags.platform,
                quiet ? new PrintStream(PrintStream.nullOutputStream()) : session.err());
    }

    private Object post(Map<String, Object> body) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("name", flags.name);
        query.put("platform", flags.platform);
        return session.client().json("POST", EngineClient.path("/containers/create", query), body);
    }
}
