package io.jocker.daemon.handler;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.report.CreateResponse;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.create.ContainerCreator;
import io.jocker.core.container.create.CreateRequest;
import io.jocker.core.container.life.ContainerKiller;
import io.jocker.core.container.life.ContainerRemover;
import io.jocker.core.container.life.ContainerResizer;
import io.jocker.core.container.life.ContainerRestarter;
import io.jocker.core.container.life.ContainerStarter;
import io.jocker.core.container.life.ContainerStopper;
import io.jocker.daemon.translate.ContainerReports;
import io.jocker.daemon.translate.CreateBody;
import java.io.IOException;

/** The endpoints that change one container. */
public final class ContainerHandlers {
    /** The verbs behind the endpoints. */
    public record Verbs(ContainerCreator creator, ContainerStarter starter, ContainerStopper stopper,
            ContainerRestarter restarter, ContainerKiller killer, ContainerRemover remover,
            ContainerResizer resizer) {
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
        call.respond(200, reports.inspect(container(call)));
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

    /** {@code DELETE /containers/{name}}. */
    public void remove(ApiCall call) throws IOException {
        if (call.flag("link")) {
            throw EngineException.invalid("links are not supported: remove the container instead");
        }
        verbs.remover().remove(container(call), call.flag("force"));
        call.respond(204);
    }

    /** {@code POST /containers/{name}/resize}. */
    public void resize(ApiCall call) throws IOException {
        Integer height = call.number("h");
        Integer width = call.number("w");
        if (height == null || width == null || height < 0 || width < 0) {
            throw EngineException.invalid("invalid resize: h and w are sizes in characters");
        }
        verbs.resizer().resize(container(call), height, width);
        call.respond(200);
    }
}
