package io.jocker.daemon.handler.container;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerState;
import io.jocker.daemon.handler.ApiCall;
import io.jocker.daemon.handler.Labels;
import io.jocker.daemon.translate.ContainerReports;
import io.jocker.daemon.translate.Filters;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** {@code GET /containers/json}: ls, with its filters. */
public final class ListHandler {
    private static final Set<String> KNOWN = Set.of("ancestor", "before", "exited", "expose", "health", "id",
            "is-task", "isolation", "label", "name", "network", "publish", "since", "status", "volume");
    private static final Set<String> STATES = Set.of("created", "restarting", "running", "removing", "paused",
            "exited", "dead");
    private static final Set<String> HEALTH = Set.of("none", "starting", "healthy", "unhealthy");

    private final ContainerCatalogue catalogue;
    private final ContainerReports reports;
    private final Function<String, String> imageIds;

    /**
     * @param imageIds from an image's name to its id, or null if there is none
     */
    public ListHandler(ContainerCatalogue catalogue, ContainerReports reports, Function<String, String> imageIds) {
        this.catalogue = catalogue;
        this.reports = reports;
        this.imageIds = imageIds;
    }

    /** Answers. */
    public void list(ApiCall call) throws IOException {
        Filters filters = Filters.parse(call.json(), call.text("filters"), KNOWN);
        check(filters);
        Integer limit = call.number("limit");
        boolean all = call.flag("all") || limit != null && limit > 0 || filters.has("status")
                || filters.has("exited");
        boolean size = call.flag("size");
        Stream<Container> found = catalogue.all().stream()
                .sorted(Comparator.comparing((Container c) -> c.spec().created()).reversed())
                .filter(c -> all || c.isActive())
                .filter(c -> matches(c, filters));
        Stream<Container> limited = limit != null && limit > 0 ? found.limit(limit) : found;
        call.respond(200, limited.map(c -> reports.summary(c, size)).toList());
    }

    /** A filter that makes no sense is refused also when there is no container that it could be tried on. */
    private void check(Filters filters) {
        for (String state : filters.get("status")) {
            if (!STATES.contains(state)) {
                throw EngineException.invalid("invalid filter 'status=" + state + "'");
            }
        }
        for (String code : filters.get("exited")) {
            if (!code.matches("-?\\d{1,9}")) {
                throw EngineException.invalid("invalid filter 'exited=" + code + "': not a number");
            }
        }
        for (String pattern : filters.get("name")) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw EngineException.invalid("invalid filter 'name=" + pattern + "': " + e.getDescription());
            }
        }
        for (String health : filters.get("health")) {
            if (!HEALTH.contains(health)) {
                throw EngineException.invalid("invalid filter 'health=" + health + "'");
            }
        }
        filters.get("since").forEach(catalogue::find);
        filters.get("before").forEach(catalogue::find);
    }

    private boolean matches(Container container, Filters filters) {
        return states(container, filters) && Labels.match(container.spec().config().labels(), filters)
                && names(container, filters)
                && any(filters.get("id"), id -> container.id().startsWith(id))
                && any(filters.get("ancestor"), a -> isAncestor(container, a))
                && any(filters.get("network"), n -> n.equals(container.spec().host().networkMode()))
                && age(container, filters)
                && none(filters, "publish", "expose")
                && any(filters.get("volume"), v -> mounts(container, v))
                && any(filters.get("health"), health(container)::equals)
                && any(filters.get("is-task"), "false"::equals);
    }

    /** Nothing here can match these yet. */
    private static boolean none(Filters filters, String... names) {
        return Stream.of(names).noneMatch(filters::has);
    }

    private static boolean states(Container container, Filters filters) {
        return any(filters.get("status"), s -> s.equals(container.state().status()))
                && any(filters.get("exited"), e -> container.state() instanceof ContainerState.Exited exited
                        && String.valueOf(exited.exitCode()).equals(e));
    }

    private static boolean names(Container container, Filters filters) {
        return any(filters.get("name"), pattern -> {
            Pattern compiled = Pattern.compile(pattern);
            return compiled.matcher(container.name()).find() || compiled.matcher("/" + container.name()).find();
        });
    }

    private boolean isAncestor(Container container, String image) {
        String id = imageIds.apply(image);
        return container.spec().image().equals(id) || container.spec().config().image().equals(image);
    }

    private boolean age(Container container, Filters filters) {
        return any(filters.get("since"), s -> container.spec().created().isAfter(catalogue.find(s).spec().created()))
                && any(filters.get("before"),
                        b -> container.spec().created().isBefore(catalogue.find(b).spec().created()));
    }

    /** By a volume's name, a host's directory, or the place in the container. */
    private static boolean mounts(Container container, String wanted) {
        return container.spec().mounts().stream().anyMatch(m -> wanted.equals(m.name()) || wanted.equals(m.source())
                || wanted.equals(m.destination()));
    }

    private static String health(Container container) {
        return container.health() == null ? "none" : container.health().status();
    }

    private static boolean any(List<String> wanted, java.util.function.Predicate<String> matches) {
        return wanted.isEmpty() || wanted.stream().anyMatch(matches);
    }
}
