package io.jocker.cli.command.container;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import java.util.List;

/** Tells what {@code rm} would remove. */
final class RemovalPreview {
    private static final int NOT_FOUND = 404;

    private final Session session;
    private final boolean force;
    private final boolean volumes;

    RemovalPreview(Session session, boolean force, boolean volumes) {
        this.session = session;
        this.force = force;
        this.volumes = volumes;
    }

    /** Tells of one container; the exit code that its removal would have. */
    int tell(String name) {
        Object report;
        try {
            report = session.client().json("GET", "/containers/" + EngineClient.escape(name) + "/json", null);
        } catch (ApiException e) {
            session.err().println(e.sentence());
            return force && e.status() == NOT_FOUND ? 0 : 1;
        }
        String shown = Json.text(report, "Name").replaceFirst("^/", "");
        String status = Json.text(report, "State", "Status");
        boolean live = List.of("running", "paused", "restarting").contains(status);
        if (live && !force) {
            session.err().println("would refuse to remove " + shown + ": it is " + status
                    + "; stop it first, or use --force");
            return 1;
        }
        session.out().println("would " + (live ? "kill and remove" : "remove") + " container " + shown + " ("
                + Json.text(report, "Id").substring(0, 12) + ", " + status + ")");
        for (Object mount : Json.list(report, "Mounts")) {
            if (Json.text(mount, "Type").equals("volume")) {
                tell(Json.text(mount, "Name"), Json.text(mount, "Destination"), Json.text(report, "Id"));
            }
        }
        return 0;
    }

    private void tell(String volume, String place, String id) {
        Object report = session.client().json("GET", "/volumes/" + EngineClient.escape(volume), null);
        boolean anonymous = Json.get(report, "Labels", "com.docker.volume.anonymous") != null
                || volume.matches("[0-9a-f]{64}");
        String filter = EngineClient.escape("{\"volume\":[\"" + volume + "\"]}");
        Object users = session.client().json("GET", "/containers/json?all=1&filters=" + filter, null);
        boolean shared = ((List<?>) users).stream().anyMatch(u -> !Json.text(u, "Id").equals(id));
        boolean goes = volumes && anonymous && !shared;
        session.out().println("would " + (goes ? "remove" : "keep") + " volume " + volume + " (" + place + ")"
                + (goes ? "" : shared ? ": another container uses it" : anonymous ? ": --volumes removes it too"
                : ": it has a name"));
    }
}
