package io.jocker.daemon.handler;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.volume.VolumeCreate;
import io.jocker.core.api.volume.VolumeList;
import io.jocker.core.api.volume.VolumeReport;
import io.jocker.core.api.volume.VolumesPruned;
import io.jocker.core.volume.Volume;
import io.jocker.core.volume.VolumeStore;
import io.jocker.daemon.translate.ContainerReports;
import io.jocker.daemon.translate.Filters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The endpoints of volumes. */
public final class VolumeHandlers {
    private static final Set<String> LIST_FILTERS = Set.of("dangling", "driver", "label", "name");
    private static final Set<String> PRUNE_FILTERS = Set.of("label", "label!", "all");

    private final VolumeStore volumes;

    /** Endpoints over {@code volumes}. */
    public VolumeHandlers(VolumeStore volumes) {
        this.volumes = volumes;
    }

    private VolumeReport report(Volume volume) {
        return new VolumeReport(ContainerReports.time(volume.created()), volume.driver(),
                volume.labels().isEmpty() ? null : volume.labels(), volumes.data(volume).toString(), volume.name(),
                volume.options().isEmpty() ? null : volume.options(), "local");
    }

    /** {@code GET /volumes}. */
    public void list(ApiCall call) throws IOException {
        Filters filters = Filters.parse(call.json(), call.text("filters"), LIST_FILTERS);
        List<VolumeReport> found = volumes.all().stream().filter(v -> matches(v, filters)).map(this::report).toList();
        call.respond(200, new VolumeList(found, null));
    }

    private boolean matches(Volume volume, Filters filters) {
        boolean name = !filters.has("name") || filters.get("name").stream().anyMatch(volume.name()::contains);
        boolean driver = !filters.has("driver") || filters.get("driver").contains(volume.driver());
        boolean used = filters.has("dangling")
                && filters.flag("dangling", false) != volumes.holders(volume.name()).isEmpty();
        return name && driver && !used && Labels.match(volume.labels(), filters);
    }

    /** {@code POST /volumes/create}. */
    public void create(ApiCall call) throws IOException {
        VolumeCreate body = call.exchange().hasBody() ? call.json().read(call.exchange().body(), VolumeCreate.class)
                : new VolumeCreate(null, null, null, null);
        call.respond(201, report(volumes.create(body.name(), body.driver(), body.labels(), body.driverOpts())));
    }

    /** {@code GET /volumes/{name}}. */
    public void inspect(ApiCall call) throws IOException {
        call.respond(200, report(volumes.find(call.parameter("name"))));
    }

    /** {@code DELETE /volumes/{name}}. */
    public void remove(ApiCall call) throws IOException {
        volumes.remove(call.parameter("name"), call.flag("force"));
        call.respond(204);
    }

    /** {@code POST /volumes/prune}: those that nobody uses; named ones only if all are meant, or by old clients. */
    public void prune(ApiCall call) throws IOException {
        Filters filters = Filters.parse(call.json(), call.text("filters"), PRUNE_FILTERS);
        boolean all = filters.flag("all", false) || !call.version().atLeast(42);
        List<String> removed = new ArrayList<>();
        long bytes = 0;
        for (Volume volume : volumes.all()) {
            if ((all || volume.anonymous()) && Labels.match(volume.labels(), filters)
                    && volumes.holders(volume.name()).isEmpty()) {
                long size = volumes.size(volume);
                if (removed(volume)) {
                    removed.add(volume.name());
                    bytes += size;
                }
            }
        }
        volumes.pruned(bytes);
        call.respond(200, new VolumesPruned(removed, bytes));
    }

    private boolean removed(Volume volume) {
        try {
            volumes.remove(volume.name(), true);
            return true;
        } catch (EngineException e) {
            if (e.kind() == ErrorKind.CONFLICT) {
                // A container took it in this moment.
                return false;
            }
            throw e;
        }
    }
}
