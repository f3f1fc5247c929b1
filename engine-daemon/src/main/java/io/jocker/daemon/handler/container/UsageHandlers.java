package io.jocker.daemon.handler.container;

import io.jocker.core.api.container.report.TopResponse;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.usage.ContainerTop;
import io.jocker.daemon.handler.ApiCall;
import java.io.IOException;

/** {@code GET /containers/{name}/top}. */
public final class UsageHandlers {
    private final ContainerCatalogue catalogue;
    private final ContainerTop top;

    /** Endpoints over {@code top}. */
    public UsageHandlers(ContainerCatalogue catalogue, ContainerTop top) {
        this.catalogue = catalogue;
        this.top = top;
    }

    /** Answers. */
    public void top(ApiCall call) throws IOException {
        ContainerTop.Table table = top.top(catalogue.find(call.parameter("name")), call.text("ps_args"));
        call.respond(200, new TopResponse(table.titles(), table.processes()));
    }
}
