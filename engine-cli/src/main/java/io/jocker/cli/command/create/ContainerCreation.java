package io.jocker.cli.command.create;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.image.ImagePullVerb;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates a container for run and create, and pulls its image first where the policy says so. */
final class ContainerCreation {
    private static final int NOT_FOUND = 404;
    private static final int ENGINE_FAILED = 125;

    private final Session session;
    private final ContainerFlags flags;

    ContainerCreation(Session session, ContainerFlags flags) {
        this.session = session;
        this.flags = flags;
    }

    /** The new container's id. */
    String create(AttachedStreams streams) throws IOException {
        checkPull();
        Map<String, Object> body = flags.body(session, streams);
        Path cidFile = claimIdFile();
        String id = null;
        try {
            id = Json.text(created(body), "Id");
            return id;
        } finally {
            writeId(cidFile, id);
        }
    }

    private Object created(Map<String, Object> body) throws IOException {
        if (flags.pull.equals("always")) {
            pull();
        }
        Object created;
        try {
            created = post(body);
        } catch (ApiException e) {
            if (e.status() != NOT_FOUND || !e.getMessage().startsWith("No such image")
                    || !flags.pull.equals("missing")) {
                throw e;
            }
            if (!flags.quiet) {
                session.err().println("Unable to find image '" + ImagePullVerb.withTag(flags.image) + "' locally");
            }
            pull();
            created = post(body);
        }
        for (Object warning : Json.list(created, "Warnings")) {
            session.err().println("WARNING: " + warning);
        }
        return created;
    }

    /** The file for the id is made before the container: one that nobody could be told of must not be. */
    private Path claimIdFile() throws IOException {
        if (flags.cidFile == null) {
            return null;
        }
        try {
            return Files.createFile(session.directory().resolve(flags.cidFile));
        } catch (FileAlreadyExistsException e) {
            throw new CliException(ENGINE_FAILED, "container ID file found, make sure the other container isn't "
                    + "running or delete " + flags.cidFile);
        } catch (NoSuchFileException e) {
            throw new CliException("failed to create the container ID file: open " + flags.cidFile
                    + ": no such file or directory");
        }
    }

    private static void writeId(Path file, String id) throws IOException {
        if (file == null) {
            return;
        }
        if (id == null) {
            Files.deleteIfExists(file);
        } else {
            Files.writeString(file, id);
        }
    }

    private void checkPull() {
        if (!List.of("always", "missing", "never").contains(flags.pull)) {
            throw new CliException(ENGINE_FAILED, "invalid pull option: '" + flags.pull
                    + "': must be one of \"always\", \"missing\" or \"never\"");
        }
    }

    private void pull() throws IOException {
        ImagePullVerb.pull(session, flags.image, flags.platform,
                flags.quiet ? new PrintStream(PrintStream.nullOutputStream()) : session.err());
    }

    private Object post(Map<String, Object> body) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("name", flags.name);
        query.put("platform", flags.platform);
        return session.client().json("POST", EngineClient.path("/containers/create", query), body);
    }
}
