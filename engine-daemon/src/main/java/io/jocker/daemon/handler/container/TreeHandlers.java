package io.jocker.daemon.handler.container;

import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.report.ChangeReport;
import io.jocker.core.api.container.report.IdResponse;
import io.jocker.core.api.container.report.PathStatReport;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerCatalogue;
import io.jocker.core.container.tree.ContainerCommitter;
import io.jocker.core.container.tree.ContainerCopier;
import io.jocker.core.container.tree.ContainerDiffer;
import io.jocker.core.container.tree.ContainerExporter;
import io.jocker.core.container.tree.PathStat;
import io.jocker.core.layer.TreeDiff;
import io.jocker.core.reference.ImageReference;
import io.jocker.daemon.handler.ApiCall;
import io.jocker.daemon.translate.ContainerReports;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The endpoints about the files of containers. */
public final class TreeHandlers {
    private static final String STAT_HEADER = "X-Docker-Container-Path-Stat";
    private static final String TAR = "application/x-tar";

    /** The verbs behind the endpoints. */
    public record Verbs(ContainerCopier copier, ContainerDiffer differ, ContainerExporter exporter,
            ContainerCommitter committer) {
    }

    private final ContainerCatalogue catalogue;
    private final Verbs verbs;

    /** Endpoints over {@code verbs}. */
    public TreeHandlers(ContainerCatalogue catalogue, Verbs verbs) {
        this.catalogue = catalogue;
        this.verbs = verbs;
    }

    private Container container(ApiCall call) {
        return catalogue.find(call.parameter("name"));
    }

    /** {@code HEAD /containers/{name}/archive}. */
    public void stat(ApiCall call) throws IOException {
        setHeader(call, verbs.copier().stat(container(call), call.text("path")));
        call.respond(200);
    }

    private static void setHeader(ApiCall call, PathStat stat) {
        PathStatReport report = new PathStatReport(stat.name(), stat.status().size(), stat.goMode(),
                ContainerReports.time(stat.modified()), stat.linkTarget());
        call.exchange().setHeader(STAT_HEADER, Base64.getEncoder().encodeToString(call.json().write(report)));
    }

    /** {@code GET /containers/{name}/archive}. */
    public void read(ApiCall call) throws IOException {
        verbs.copier().read(container(call), call.text("path"), stat -> {
            setHeader(call, stat);
            return call.exchange().stream(200, TAR);
        });
    }

    /** {@code PUT /containers/{name}/archive}. */
    public void write(ApiCall call) throws IOException {
        verbs.copier().write(container(call), call.text("path"), call.exchange().body(),
                new ContainerCopier.Options(!call.flag("noOverwriteDirNonDir"), call.flag("copyUIDGID")));
        call.respond(200);
    }

    /** {@code GET /containers/{name}/changes}. */
    public void changes(ApiCall call) throws IOException {
        List<ChangeReport> changes = verbs.differ().diff(container(call)).stream()
                .map(c -> new ChangeReport(c.path(), kind(c.kind()))).toList();
        call.respond(200, changes.isEmpty() ? null : changes);
    }

    private static int kind(TreeDiff.Kind kind) {
        return switch (kind) {
            case MODIFIED -> 0;
            case ADDED -> 1;
            case DELETED -> 2;
        };
    }

    /** {@code GET /containers/{name}/export}. */
    public void export(ApiCall call) throws IOException {
        verbs.exporter().export(container(call), () -> call.exchange().stream(200, "application/octet-stream"));
    }

    /** {@code POST /commit}. */
    public void commit(ApiCall call) throws IOException {
        Container container = catalogue.find(call.text("container") == null ? "" : call.text("container"));
        String tag = call.text("tag");
        Optional<ImageReference> name = Optional.ofNullable(call.text("repo"))
                .map(repo -> ImageReference.parse(tag == null ? repo : repo + ":" + tag));
        ContainerConfig config = call.exchange().hasBody()
                ? call.json().read(call.exchange().body(), ContainerConfig.class) : null;
        boolean pause = call.text("pause") == null || call.flag("pause");
        call.respond(201, new IdResponse(verbs.committer().commit(container, new ContainerCommitter.Request(name,
                text(call, "author"), text(call, "comment"), config == null || config.image() == null
                        && config.cmd() == null && config.env() == null ? null : config,
                call.exchange().queryAll("changes"), pause)).toString()));
    }

    private static String text(ApiCall call, String name) {
        String value = call.text(name);
        return value == null ? "" : value;
    }
}
