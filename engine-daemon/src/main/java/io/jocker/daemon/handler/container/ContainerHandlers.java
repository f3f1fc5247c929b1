package io.jocker.daemon.handler.container;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.UpdateConfig;
import io.jocker.core.api.container.report.ContainersPruned;
import io.jocker.core.api.container.report.CreateResponse;
import io.jocker.core.api.container.report.UpdateResponse;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.create.ContainerCreator;
import io.jocker.core.container.create.CreateRequest;
import io.jocker.core.container.life.ContainerKiller;
import io.jocker.core.container.life.ContainerPauser;
import io.jocker.core.container.life.ContainerPruner;
import io.jocker.core.container.life.ContainerRemover;
import io.jocker.core.container.life.ContainerRenamer;
import io.jocker.core.container.life.ContainerResizer;
import io.jocker.core.container.life.ContainerRestarter;
import io.jocker.core.container.life.ContainerStarter;
import io.jocker.core.container.life.ContainerStopper;
import io.jocker.core.container.life.ContainerUpdater;
import io.jocker.core.reference.TimeBound;
import io.jocker.daemon.handler.ApiCall;
import io.jocker.daemon.handler.Labels;
import io.jocker.daemon.translate.ContainerReports;
import io.jocker.daemon.translate.CreateBody;
import io.jocker.daemon.translate.Filters;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;

/** The endpoints that change one container. */
public final class ContainerHandlers {
    private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "until");

    /** The verbs behind the endpoints. */
    public record Verbs(ContainerCreator creator, ContainerStarter starter, ContainerStopper stopper,
            ContainerRestarter restarter, ContainerKiller killer, ContainerRemover remover,
            ContainerResizer resizer, ContainerPauser pauser, ContainerRenamer renamer, ContainerUpdater updater,
            ContainerPruner pruner) {
    }

    private final ContainerCatalogue catalogue;
    private final Verbs verbs;
    private final ContainerReports reports;
    private final CreateBody bodies;

    /** Endpoints over {@code verbs}. */
    public ContainerHandlers(ContainerCatalogue catalogue, Verbs verbs, ContainerReports reports, CreateBody bodies) {
        this.catalogue = catalogue;
        this.verbs = verbs;
        this.reports = reports;
        this.bodies = bodies;
    }

    private Container container(ApiCall call) {
        return catalogue.find(call.parameter("name"));
    }

    /** {@code POST /containers/create}. */
    public void create(ApiCall call) throws IOException {
        CreateBody.Parsed body = bodies.read(call.jsonBody());
        ContainerCreator.Created created = verbs.creator().create(new CreateRequest(call.text("name"),
                call.text("platform"), body.config(), body.host()));
        call.respond(201, new CreateResponse(created.container().id(), created.warnings()));
    }

    /** {@code GET /containers/{name}/json}. */
    public void inspect(ApiCall call) throws IOException {
        call.respond(200, reports.inspect(container(call), call.flag("size")));
    }

    /** {@code POST /containers/{name}/start}. */
    public void start(ApiCall call) throws IOException {
        verbs.starter().start(container(call));
        call.respond(204);
    }

    /** {@code POST /containers/{name}/stop}. */
    public void stop(ApiCall call) throws IOException {
        verbs.stopper().stop(container(call), call.text("signal"), call.number("t"));
        call.respond(204);
    }

    /** {@code POST /containers/{name}/restart}. */
    public void restart(ApiCall call) throws IOException {
        verbs.restarter().restart(container(call), call.text("signal"), call.number("t"));
        call.respond(204);
    }

    /** {@code POST /containers/{name}/kill}. */
    public void kill(ApiCall call) throws IOException {
        verbs.killer().kill(container(call), call.text("signal"));
        call.respond(204);
    }

    /** {@code POST /containers/{name}/pause}. */
    public void pause(ApiCall call) throws IOException {
        verbs.pauser().pause(container(call));
        call.respond(204);
    }

    /** {@code POST /containers/{name}/unpause}. */
    public void unpause(ApiCall call) throws IOException {
        verbs.pauser().unpause(container(call));
        call.respond(204);
    }

    /** {@code POST /containers/{name}/rename}. */
    public void rename(ApiCall call) throws IOException {
        verbs.renamer().rename(container(call), call.text("name"));
        call.respond(204);
    }

    /** {@code POST /containers/{name}/update}. */
    public void update(ApiCall call) throws IOException {
        Container container = container(call);
        verbs.updater().update(container, call.json().read(call.exchange().body(), UpdateConfig.class));
        call.respond(200, new UpdateResponse(null));
    }

    /** {@code POST /containers/prune}. */
    public void prune(ApiCall call) throws IOException {
        Filters filters = Filters.parse(call.json(), call.text("filters"), PRUNE_FILTERS);
        Instant now = Instant.now();
        Instant until = filters.has("until") ? new TimeBound(filters.get("until").get(0)).before(now) : null;
        ContainerPruner.Pruned pruned = verbs.pruner().prune(c -> Labels.match(c.spec().config().labels(), filters)
                && (until == null || c.spec().created().isBefore(until)));
        call.respond(200, new ContainersPruned(pruned.ids(), pruned.bytes()));
    }

    /** {@code DELETE /containers/{name}}. */
    public void remove(ApiCall call) throws IOException {
        if (call.flag("link")) {
            throw EngineException.invalid("links are not supported: remove the container instead");
        }
        verbs.remover().remove(container(call), call.flag("force"), call.flag("v"));
        call.respond(204);
    }

    /** {@code POST /containers/{name}/resize}. */
    public void resize(ApiCall call) throws IOException {
        TerminalSize size = TerminalSize.of(call);
        verbs.resizer().resize(container(call), size.height(), size.width());
        call.respond(200);
    }
}
