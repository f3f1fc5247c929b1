package io.jocker.core.image;

import io.jocker.core.EngineException;
import io.jocker.core.image.ImageRemover.Deleted;
import io.jocker.core.image.ImageRemover.Removal;
import io.jocker.core.image.ImageRemover.Untagged;
import io.jocker.core.reference.Digest;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.reference.ObjectId;
import io.jocker.core.store.Holds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** One removal within its transaction: dockerd's order of checks and steps, which its users' scripts rely on. */
final class RemovalPlan {
    private static final String CONTAINER = "container/";

    private final Connection connection;
    private final Image image;
    private final boolean force;
    private final Predicate<String> running;
    private final ImageTable images = new ImageTable();
    private final TagTable tags = new TagTable();
    private final Holds holds = new Holds();
    private final List<Removal> removals = new ArrayList<>();

    /** Why an image must stay; a used one is used by a container. */
    private record Conflict(boolean used, EngineException failure) {
    }

    RemovalPlan(Connection connection, Image image, boolean force, Predicate<String> running) {
        this.connection = connection;
        this.image = image;
        this.force = force;
        this.running = running;
    }

    Image image() {
        return image;
    }

    List<Removal> removals() {
        return removals;
    }

    void execute(String reference) throws SQLException {
        List<ImageReference> references = references();
        boolean byId = isIdPrefix(reference);
        if (!byId) {
            if (!force && isSingle(references)) {
                refuseLastNameInUse(reference);
            }
            ImageReference name = ImageReference.parse(reference).withDefaultTag();
            if (references.stream().noneMatch(other -> sameName(other, name))) {
                throw EngineException.notFound("No such image: " + name.familiar());
            }
            removeName(name);
            if (!references().isEmpty()) {
                return;
            }
        } else if (isSingle(references)) {
            Optional<Conflict> conflict = conflict(!force, false);
            if (conflict.isPresent()) {
                throw conflict.get().failure;
            }
            for (ImageReference name : references) {
                untag(name);
            }
        }
        delete(!byId);
    }

    private void delete(boolean nameRemoved) throws SQLException {
        Optional<Conflict> conflict = conflict(!force, !force);
        if (conflict.isPresent()) {
            // The name is gone, which is what was asked for; the image stays for those who use it.
            if (nameRemoved && (conflict.get().used || !references().isEmpty())) {
                return;
            }
            throw conflict.get().failure;
        }
        for (ImageReference name : references()) {
            untag(name);
        }
        keepLayersForContainers();
        holds.release(connection, Image.resource(image.id()));
        images.delete(connection, image.id());
        removals.add(new Deleted(image.id().toString()));
    }

    /** A stopped container outlives its image when forced: from now on it holds the layers itself. */
    private void keepLayersForContainers() throws SQLException {
        for (String container : containers()) {
            if (image.chainId().isPresent()) {
                holds.hold(connection, "layer/" + image.chainId().get(), CONTAINER + container);
            }
        }
    }

    private void refuseLastNameInUse(String reference) throws SQLException {
        List<String> containers = containers();
        if (!containers.isEmpty()) {
            throw EngineException.conflict("conflict: unable to remove repository reference \"" + reference
                    + "\" (must force) - container " + shortId(containers.get(0)) + " is using its referenced image "
                    + image.id().shortHex());
        }
    }

    private void removeName(ImageReference name) throws SQLException {
        untag(name);
        boolean tagLeft = references().stream()
                .anyMatch(other -> other.tag().isPresent() && other.repository().equals(name.repository()));
        if (name.digest().isEmpty() && !tagLeft) {
            for (ImageReference other : references()) {
                if (other.repository().equals(name.repository())) {
                    untag(other);
                }
            }
        }
    }

    private void untag(ImageReference name) throws SQLException {
        if (name.digest().isPresent()) {
            tags.removeRepoDigest(connection, name);
        } else {
            tags.remove(connection, name);
        }
        removals.add(new Untagged(name.familiar()));
    }

    private Optional<Conflict> conflict(boolean stoppedCounts, boolean namesCount) throws SQLException {
        List<String> containers = containers();
        Optional<String> runs = containers.stream().filter(running).findFirst();
        if (runs.isPresent()) {
            return Optional.of(conflict(true, "cannot be forced", "image is being used by running container "
                    + shortId(runs.get())));
        }
        if (namesCount && !references().isEmpty()) {
            return Optional.of(conflict(false, "must be forced", "image is referenced in multiple repositories"));
        }
        if (stoppedCounts && !containers.isEmpty()) {
            return Optional.of(conflict(true, "must be forced", "image is being used by stopped container "
                    + shortId(containers.get(0))));
        }
        return Optional.empty();
    }

    private Conflict conflict(boolean used, String remedy, String reason) {
        return new Conflict(used, EngineException.conflict("conflict: unable to delete " + image.id().shortHex() + " ("
                + remedy + ") - " + reason));
    }

    private List<String> containers() throws SQLException {
        return holds.holders(connection, Image.resource(image.id())).stream()
                .filter(holder -> holder.startsWith(CONTAINER))
                .map(holder -> holder.substring(CONTAINER.length())).toList();
    }

    private static boolean sameName(ImageReference one, ImageReference other) {
        boolean sameTag = one.digest().isPresent() || one.tag().equals(other.tag());
        return one.repository().equals(other.repository()) && one.digest().equals(other.digest()) && sameTag;
    }

    /** Tags first, then digests. */
    private List<ImageReference> references() throws SQLException {
        List<ImageReference> all = new ArrayList<>();
        tags.of(connection, image.id()).forEach(tag -> all.add(tag.reference()));
        all.addAll(tags.repoDigests(connection, image.id()));
        return all;
    }

    /** Whether all names are of one repository with at most one tag among them; false for none. */
    private static boolean isSingle(List<ImageReference> references) {
        if (references.size() <= 1) {
            return references.size() == 1;
        }
        Set<String> repositories = new HashSet<>();
        references.forEach(reference -> repositories.add(reference.repository()));
        return repositories.size() == 1
                && references.stream().filter(reference -> reference.digest().isEmpty()).count() <= 1;
    }

    private boolean isIdPrefix(String reference) {
        Digest id = image.id();
        return id.toString().startsWith(reference) || id.hex().startsWith(reference);
    }

    private static String shortId(String container) {
        return container.length() > ObjectId.SHORT_LENGTH ? container.substring(0, ObjectId.SHORT_LENGTH) : container;
    }
}
