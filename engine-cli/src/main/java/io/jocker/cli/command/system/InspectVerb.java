package io.jocker.cli.command.system;

import io.jocker.cli.client.ApiException;
import io.jocker.cli.client.EngineClient;
import io.jocker.cli.client.Json;
import io.jocker.cli.command.Session;
import io.jocker.cli.command.Verb;
import io.jocker.cli.output.Template;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inspect}, of containers, of images, or of whichever has the name. */
public abstract class InspectVerb implements Verb {
    private static final int NOT_FOUND = 404;

    @Option(names = {"-f", "--format"}, description = "Format output: json, or a template")
    private String format;
    @Option(names = "--help", usageHelp = true, description = "Print usage")
    private boolean help;
    @Parameters(arity = "1..*", paramLabel = "NAME|ID")
    private List<String> names;

    /** The endpoints to try, with a place for the name. */
    abstract List<String> endpoints();

    @Override
    public int run(Session session) {
        List<Object> found = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (String name : names) {
            Object report = find(session, name, errors);
            if (report != null) {
                found.add(report);
            }
        }
        if (format != null) {
            Template template = new Template(format);
            found.forEach(f -> session.out().println(template.render(f)));
        } else {
            session.out().println(Json.write(found));
        }
        errors.forEach(session.err()::println);
        return errors.isEmpty() ? 0 : 1;
    }

    private Object find(Session session, String name, List<String> errors) {
        for (String endpoint : endpoints()) {
            try {
                return session.client().json("GET", endpoint.replace("NAME", EngineClient.escape(name)), null);
            } catch (ApiException e) {
                if (e.status() != NOT_FOUND) {
                    throw e;
                }
            }
        }
        errors.add("Error: No such " + what() + ": " + name);
        return null;
    }

    /** What is missing if it is missing. */
    String what() {
        return "object";
    }

    /** {@code container inspect}. */
    @picocli.CommandLine.Command(sortOptions = false, description = "Display detailed information on containers")
    public static final class OfContainer extends InspectVerb {
        @Override
        List<String> endpoints() {
            return List.of("/containers/NAME/json");
        }

        @Override
        String what() {
            return "container";
        }
    }

    /** {@code image inspect}. */
    @picocli.CommandLine.Command(sortOptions = false, description = "Display detailed information on images")
    public static final class OfImage extends InspectVerb {
        @Override
        List<String> endpoints() {
            return List.of("/images/NAME/json");
        }

        @Override
        String what() {
            return "image";
        }
    }

    /** {@code inspect}. */
    @picocli.CommandLine.Command(sortOptions = false, description = "Return low-level information on objects")
    public static final class Any extends InspectVerb {
        @Option(names = "--type", description = "Return JSON for specified type (container or image)")
        private String type;

        @Override
        List<String> endpoints() {
            if (type == null) {
                return List.of("/containers/NAME/json", "/images/NAME/json");
            }
            return List.of(type.equals("image") ? "/images/NAME/json" : "/containers/NAME/json");
        }
    }
}
