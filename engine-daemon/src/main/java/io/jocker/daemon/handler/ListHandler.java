package io.jocker.daemon.handler;

import io.jocker.core.EngineException;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.ContainerState;
import io.jocker.daemon.translate.ContainerReports;
import io.jocker.daemon.translate.Filters;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
        Stream<Container> found = catalogue.all().stream()
                .sorted(Comparator.comparing((Container c) -> c.spec().created()).reversed())
                .filter(c -> all || c.isRunning())
                .filter(c -> matches(c, filters));
        Stream<Container> limited = limit != null && limit > 0 ? found.limit(limit) : found;
        call.respond(200, limited.map(reports::summary).toList());
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
        filters.get("since").forEach(catalogue::find);
        filters.get("before").forEach(catalogue::find);
    }

    private boolean matches(Container container, Filters filters) {
        return states(container, filters) && labels(container.spec().config().labels(), filters)
                && names(container, filters)
                && any(filters.get("id"), id -> container.id().startsWith(id))
                && any(filters.get("ancestor"), a -> isAncestor(container, a))
                && any(filters.get("network"), n -> n.equals(container.spec().host().networkMode()))
                && age(container, filters)
                && none(filters, "volume", "publish", "expose")
                && any(filters.get("health"), "none"::equals)
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

    /** Every label asked for must be there. */
    private static boolean labels(Map<String, String> labels, Filters filters) {
        return filters.get("label").stream().allMatch(wanted -> {
            int equals = wanted.indexOf('=');
            String value = labels == null ? null : labels.get(equals < 0 ? wanted : wanted.substring(0, equals));
            return value != null && (equals < 0 || value.equals(wanted.substring(equals + 1)));
        });
    }

    private static boolean any(List<String> wanted, java.util.function.Predicate<String> matches) {
        return wanted.isEmpty() || wanted.stream().anyMatch(matches);
    }
}
