package io.jocker.core.image;

import io.jocker.core.reference.TimeBound;
import io.jocker.core.EngineException;
import io.jocker.core.reference.ImageReference;
import io.jocker.core.reference.ReferencePattern;
import io.jocker.core.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lists images, the newest (by what their configurations say) first. Filters as Docker's: {@code dangling},
 * {@code reference}, {@code label}, {@code before}, {@code since}, {@code until}. Values of one filter are
 * alternatives (but of {@code label}, where all must be there); different filters must all hold.
 */
public final class ImageLister {
    private static final Set<String> KNOWN = Set.of("dangling", "reference", "label", "before", "since", "until");

    private final Database database;
    private final ImageResolver resolver;
    private final Clock clock;
    private final ImageTable images = new ImageTable();

    /** Over this database; the clock is for times such as {@code until=24h}. */
    public ImageLister(Database database, ImageResolver resolver, Clock clock) {
        this.database = database;
        this.resolver = resolver;
        this.clock = clock;
    }

    /**
     * The images that pass all filters. With {@code reference} an image shows only the names that match.
     *
     * @throws EngineException INVALID for an unknown filter or a bad value; NOT_FOUND if {@code before} or
     *     {@code since} name no image
     */
    public List<Image> list(Map<String, List<String>> filters) {
        for (String filter : filters.keySet()) {
            if (!KNOWN.contains(filter)) {
                throw EngineException.invalid("invalid filter '" + filter + "'");
            }
        }
        Predicate<Image> condition = condition(filters);
        List<ReferencePattern> patterns = filters.getOrDefault("reference", List.of()).stream()
                .map(ReferencePattern::new).toList();
        List<Image> found = new ArrayList<>();
        for (Image image : database.read(images::all)) {
            Image shown = patterns.isEmpty() ? image : matching(image, patterns);
            boolean named = patterns.isEmpty() || !shown.repoTags().isEmpty() || !shown.repoDigests().isEmpty();
            if (named && condition.test(image)) {
                found.add(shown);
            }
        }
        found.sort(Comparator.comparing(ImageLister::created).reversed().thenComparing(Image::id));
        return found;
    }

    private Predicate<Image> condition(Map<String, List<String>> filters) {
        Predicate<Image> condition = image -> true;
        for (String value : filters.getOrDefault("dangling", List.of())) {
            boolean dangling = truth(value);
            condition = condition.and(image -> image.repoTags().isEmpty() == dangling);
        }
        for (String value : filters.getOrDefault("label", List.of())) {
            condition = condition.and(image -> hasLabel(image, value));
        }
        for (String value : filters.getOrDefault("before", List.of())) {
            Instant bound = created(resolver.resolve(value));
            condition = condition.and(image -> created(image).isBefore(bound));
        }
        for (String value : filters.getOrDefault("since", List.of())) {
            Instant bound = created(resolver.resolve(value));
            condition = condition.and(image -> created(image).isAfter(bound));
        }
        for (String value : filters.getOrDefault("until", List.of())) {
            Instant bound = new TimeBound(value).before(clock.instant());
            condition = condition.and(image -> created(image).isBefore(bound));
        }
        return condition;
    }

    private static Image matching(Image image, List<ReferencePattern> patterns) {
        return new Image(image.id(), image.config(), matching(image.repoTags(), patterns),
                matching(image.repoDigests(), patterns), image.chainId(), image.size(), image.stored(),
                image.lastTagged(), image.target());
    }

    private static List<String> matching(List<String> names, List<ReferencePattern> patterns) {
        return names.stream().filter(name -> patterns.stream()
                .anyMatch(pattern -> pattern.matches(ImageReference.parse(name)))).toList();
    }

    private static Instant created(Image image) {
        return image.config().createdInstant().orElse(Instant.EPOCH);
    }

    private static boolean hasLabel(Image image, String wanted) {
        int equals = wanted.indexOf('=');
        Map<String, String> labels = image.config().defaults().labels();
        return equals < 0 ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }

    private static boolean truth(String value) {
        return switch (value) {
            case "1", "true", "True", "TRUE", "t", "T" -> true;
            case "0", "false", "False", "FALSE", "f", "F" -> false;
            default -> throw EngineException.invalid("invalid filter 'dangling=[" + value + "]'");
        };
    }
}
