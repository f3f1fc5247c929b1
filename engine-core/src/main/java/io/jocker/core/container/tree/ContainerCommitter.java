package io.jocker.core.container.tree;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jocker.core.EngineException;
import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.archive.TarWriter;
import io.jocker.core.container.Container;
import io.jocker.core.container.ContainerEvents;
import io.jocker.core.container.ContainerState;
import io.jocker.core.container.life.ContainerPauser;
import io.jocker.core.host.Xattrs;
import io.jocker.core.image.assemble.ImageAssembler;
import io.jocker.core.layer.TreePacker;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code commit}: an image of what a container has become. */
public final class ContainerCommitter {
    private final ContainerTrees trees;
    private final ContainerPauser pauser;
    private final ImageAssembler assembler;
    private final ContainerEvents events;
    private final Clock clock;
    private final Xattrs xattrs = new Xattrs();
    private final ObjectMapper json = new ObjectMapper();

    /**
     * What is asked for.
     *
     * @param name    what the image is to be called, or empty
     * @param config  the configuration of the new image, or null for the container's
     * @param changes instructions of a Dockerfile that change it
     * @param pause   whether the container stands still meanwhile
     */
    public record Request(Optional<ImageReference> name, String author, String comment, ContainerConfig config,
            List<String> changes, boolean pause) {
    }

    /** Packs through {@code trees}. */
    public ContainerCommitter(ContainerTrees trees, ContainerPauser pauser, ImageAssembler assembler,
            ContainerEvents events, Clock clock) {
        this.trees = trees;
        this.pauser = pauser;
        this.assembler = assembler;
        this.events = events;
        this.clock = clock;
    }

    /** Makes the image, which survives a power cut once this returns; its id. */
    public Digest commit(Container container, Request request) {
        ContainerConfig base = request.config() == null ? container.spec().config() : request.config();
        ObjectNode config = ConfigChanges.apply(json.valueToTree(base), request.changes());
        if (container.state() instanceof ContainerState.Removing) {
            throw EngineException.conflict("cannot commit container " + container.id() + ", which is being removed");
        }
        boolean paused = request.pause() && container.state() instanceof ContainerState.Running;
        if (paused) {
            pauser.pause(container);
        }
        Digest id;
        try {
            id = assembler.addLayer(Optional.of(Digest.parse(container.spec().image())), out -> pack(container, out),
                    document -> describe(document, config, request), step(container, request), request.name());
        } finally {
            if (paused) {
                unpause(container);
            }
        }
        events.publish(container, "commit", Map.of("comment", request.comment(), "imageID", id.toString(),
                "imageRef", request.name().map(ImageReference::familiar).orElse("")));
        return id;
    }

    /** Somebody may have killed it, or let it go on, meanwhile. */
    private void unpause(Container container) {
        if (container.state() instanceof ContainerState.Paused) {
            pauser.unpause(container);
        }
    }

    private void pack(Container container, OutputStream out) throws IOException {
        trees.writable(container, upper -> {
            TarWriter tar = new TarWriter(out);
            new TreePacker(xattrs, tar, TreePacker.Style.LAYER).packContent(upper, new byte[0]);
            tar.finish();
            return null;
        });
    }

    private ObjectNode describe(ObjectNode document, ObjectNode config, Request request) {
        document.put("created", clock.instant().toString());
        document.put("author", request.author());
        document.put("comment", request.comment());
        document.remove("container");
        document.remove("container_config");
        document.set("config", config);
        return document;
    }

    private ObjectNode step(Container container, Request request) {
        ObjectNode step = JsonNodeFactory.instance.objectNode().put("created", clock.instant().toString())
                .put("created_by", String.join(" ", container.spec().command()));
        if (!request.author().isEmpty()) {
            step.put("author", request.author());
        }
        if (!request.comment().isEmpty()) {
            step.put("comment", request.comment());
        }
        return step;
    }
}
