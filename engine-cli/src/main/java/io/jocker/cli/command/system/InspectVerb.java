package io.jocker.cli.command.system;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.CliException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Template;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inspect}, of containers, of images, or of whichever has the name. */
public abstract class InspectVerb implements Verb {
    private static final int NOT_FOUND = 404;

    @Option(names = {"-f", "--format"}, description = "Format output: json, or a template")
    String format;
    @Option(names = {"-s", "--size"}, description = "Display total file sizes if the type is container")
    boolean size;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    boolean help;
    @Option(names = "--run", description = "Print the command line that would make the container again")
    boolean run;
    @Parameters(arity = "1..*", paramLabel = "NAME|ID")
    List<String> names;

    /** The endpoints to try, with a place for the name. */
    abstract List<String> endpoints();

    @Override
    public int run(Session session) throws IOException {
        if (run) {
            return RunLine.printAll(session, names, format != null);
        }
        List<String> found = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        Template template = format == null || format.equals("json") ? null : new Template(format);
        for (String name : names) {
            String report = find(session, name, errors);
            if (report != null) {
                found.add(report);
            }
        }
        if (template != null) {
            print(found, template, session);
        } else {
            String all = "[" + String.join(",", found) + "]";
            session.out().println(format == null ? Json.indent(all) : all);
        }
        errors.forEach(session.err()::println);
        return errors.isEmpty() ? 0 : 1;
    }

    private static void print(List<String> found, Template template, Session session) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (String report : found) {
                text.append(template.render(Json.read(new ByteArrayInputStream(
                        report.getBytes(StandardCharsets.UTF_8))))).append('\n');
            }
        } finally {
            session.out().print(text.isEmpty() ? "\n" : text.toString());
        }
    }

    private String find(Session session, String name, List<String> errors) {
        for (String endpoint : endpoints()) {
            try {
                return session.client().text("GET", endpoint.replace("NAME", EngineClient.escape(name))
                        + (size && endpoint.startsWith("/containers/") ? "?size=1" : ""));
            } catch (ApiException e) {
                if (e.status() != NOT_FOUND || endpoints().size() == 1) {
                    errors.add(e.sentence());
                    return null;
                }
            }
        }
        errors.add("Error: No such object: " + name);
        return null;
    }

    /** {@code container inspect}. */
    @Command(customSynopsis = "[OPTIONS] CONTAINER [CONTAINER...]",
            description = "Display detailed information on containers")
    public static final class OfContainer extends InspectVerb {
        @Override
        List<String> endpoints() {
            return List.of("/containers/NAME/json");
        }
    }

    /** {@code image inspect}. */
    @Command(customSynopsis = "[OPTIONS] IMAGE [IMAGE...]",
            description = "Display detailed information on images")
    public static final class OfImage extends InspectVerb {
        @Override
        List<String> endpoints() {
            return List.of("/images/NAME/json");
        }
    }

    /** {@code volume inspect}. */
    @Command(customSynopsis = "[OPTIONS] VOLUME [VOLUME...]",
            description = "Display detailed information on one or more volumes")
    public static final class OfVolume extends InspectVerb {
        @Override
        List<String> endpoints() {
            return List.of("/volumes/NAME");
        }
    }

    /** {@code inspect}. */
    @Command(customSynopsis = "[OPTIONS] NAME|ID [NAME|ID...]",
            description = "Return low-level information on objects")
    public static final class Any extends InspectVerb {
        @Option(names = "--type", description = "Only inspect objects of the given type")
        String type;

        @Override
        List<String> endpoints() {
            if (type == null) {
                return List.of("/containers/NAME/json", "/images/NAME/json", "/networks/NAME", "/volumes/NAME");
            }
            return List.of(switch (type) {
                case "container", "image" -> "/" + type + "s/NAME/json";
                case "config", "network", "node", "secret", "service", "task", "volume" -> "/" + type + "s/NAME";
                case "plugin" -> "/plugins/NAME/json";
                default -> throw new CliException("unknown type: \"" + type + "\": must be one of \"config\", "
                        + "\"container\", \"image\", \"network\", \"node\", \"plugin\", \"secret\", \"service\", "
                        + "\"task\", \"volume\"");
            });
        }
    }
}
