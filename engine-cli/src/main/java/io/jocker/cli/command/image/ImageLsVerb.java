package io.jocker.cli.command.image;

import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.FilterFlags;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Sizes;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Listing;
import io.jocker.cli.output.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code images}. */
@Command(customSynopsis = "[OPTIONS] [REPOSITORY[:TAG]]", description = "List images")
public final class ImageLsVerb implements Verb {
    private static final String NONE = "<none>";
    private static final int SHORT_ID = 12;
    private static final Map<String, String> TITLES = Map.ofEntries(Map.entry("Repository", "REPOSITORY"),
            Map.entry("Tag", "TAG"), Map.entry("Digest", "DIGEST"), Map.entry("ID", "IMAGE ID"),
            Map.entry("CreatedSince", "CREATED"), Map.entry("CreatedAt", "CREATED AT"), Map.entry("Size", "SIZE"),
            Map.entry("VirtualSize", "SIZE"), Map.entry("SharedSize", "SHARED SIZE"),
            Map.entry("UniqueSize", "UNIQUE SIZE"), Map.entry("Containers", "CONTAINERS"));

    @Option(names = {"-a", "--all"}, description = "Show all images (default hides intermediate images)")
    boolean all;
    @Option(names = "--digests", description = "Show digests")
    boolean digests;
    @Option(names = {"-f", "--filter"}, paramLabel = "filter",
            description = "Filter output based on conditions provided")
    List<String> filters = new ArrayList<>();
    @Option(names = "--format", description = "Format output: 'table', 'table TEMPLATE', 'json' or 'TEMPLATE'")
    String format;
    @Option(names = "--no-trunc", description = "Don't truncate output")
    boolean noTrunc;
    @Option(names = {"-q", "--quiet"}, description = "Only show image IDs")
    boolean quiet;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Parameters(arity = "0..1", paramLabel = "REPOSITORY[:TAG]")
    String reference;

    @Override
    public int run(Session session) {
        List<String> asked = new ArrayList<>(filters);
        if (reference != null) {
            asked.add("reference=" + reference);
        }
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("all", all ? 1 : null);
        query.put("filters", FilterFlags.parameter(asked));
        Object answer = session.client().json("GET", EngineClient.path("/images/json", query), null);
        Listing listing = new Listing(TITLES);
        for (Object image : (List<?>) answer) {
            addRows(listing, image);
        }
        if (quiet && format == null) {
            listing.printOnly("ID", session.out());
        } else {
            listing.print(session.settings().format(format, "imagesFormat"),
                    digests ? List.of("Repository", "Tag", "Digest", "ID", "CreatedSince", "Size")
                    : List.of("Repository", "Tag", "ID", "CreatedSince", "Size"), session.out());
        }
        return 0;
    }

    private void addRows(Listing listing, Object image) {
        List<?> tags = Json.list(image, "RepoTags");
        List<?> byDigest = Json.list(image, "RepoDigests");
        if (tags.isEmpty()) {
            String first = byDigest.isEmpty() ? NONE : byDigest.get(0).toString();
            String repository = first.contains("@") ? first.substring(0, first.indexOf('@')) : first;
            listing.add(row(image, repository, NONE, digest(byDigest, repository)));
            return;
        }
        for (Object tag : tags) {
            String name = tag.toString();
            int colon = name.lastIndexOf(':');
            String repository = name.substring(0, colon);
            listing.add(row(image, repository, name.substring(colon + 1), digest(byDigest, repository)));
        }
    }

    private static String digest(List<?> byDigest, String repository) {
        return byDigest.stream().map(Object::toString).filter(d -> d.startsWith(repository + "@"))
                .map(d -> d.substring(repository.length() + 1)).findFirst().orElse(NONE);
    }

    private Map<String, Object> row(Object image, String repository, String tag, String digest) {
        String id = Json.text(image, "Id");
        long created = Json.number(image, "Created");
        long size = Json.number(image, "Size");
        String hex = id.substring(id.indexOf(':') + 1);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Repository", repository);
        row.put("Tag", tag);
        row.put("Digest", digest);
        row.put("ID", noTrunc ? id : hex.substring(0, Math.min(hex.length(), SHORT_ID)));
        row.put("CreatedSince", Times.ago(created));
        row.put("CreatedAt", Times.full(created));
        row.put("Size", Sizes.human(size));
        row.put("VirtualSize", Sizes.human(size, 4));
        for (String unknown : List.of("SharedSize", "UniqueSize", "Containers")) {
            row.put(unknown, "N/A");
        }
        return row;
    }
}
