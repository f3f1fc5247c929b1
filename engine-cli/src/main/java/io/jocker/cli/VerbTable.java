package io.jocker.cli;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.AttachVerb;
import io.jocker.cli.command.CreateVerb;
import io.jocker.cli.command.ImageLoadVerb;
import io.jocker.cli.command.ImageLsVerb;
import io.jocker.cli.command.ImagePullVerb;
import io.jocker.cli.command.ImageRmVerb;
import io.jocker.cli.command.ImageTagVerb;
import io.jocker.cli.command.InspectVerb;
import io.jocker.cli.command.KillVerb;
import io.jocker.cli.command.LogsVerb;
import io.jocker.cli.command.PsVerb;
import io.jocker.cli.command.RmVerb;
import io.jocker.cli.command.RunVerb;
import io.jocker.cli.command.StartVerb;
import io.jocker.cli.command.StopVerb;
import io.jocker.cli.command.SystemVerbs;
import io.jocker.cli.command.Verb;
import io.jocker.cli.command.WaitVerb;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Every verb by its names, Docker's short and long ones. */
final class VerbTable {
    private record Entry(Supplier<Verb> create, String summary) {
    }

    /** The verb that was named, and what follows its name. */
    record Match(String name, Supplier<Verb> factory, List<String> arguments) {
        Verb create() {
            return factory.get();
        }

        /** What follows the image belongs to the program in the container. */
        boolean stopsAtPositional() {
            return name.matches("(container )?(run|create)");
        }

        int usageExitCode() {
            return 125;
        }
    }

    private static final Map<String, Entry> VERBS = verbs();

    private VerbTable() {
    }

    private static Map<String, Entry> verbs() {
        Map<String, Entry> verbs = new LinkedHashMap<>();
        put(verbs, RunVerb::new, "Create and run a new container from an image", "run", "container run");
        put(verbs, PsVerb::new, "List containers", "ps", "container ls", "container list", "container ps");
        put(verbs, ImagePullVerb::new, "Download an image", "pull", "image pull");
        put(verbs, ImageLsVerb::new, "List images", "images", "image ls", "image list");
        put(verbs, SystemVerbs.Version::new, "Show the version information", "version");
        put(verbs, SystemVerbs.Info::new, "Display system-wide information", "info", "system info");
        put(verbs, AttachVerb::new, "Attach to a running container", "attach", "container attach");
        put(verbs, CreateVerb::new, "Create a new container", "create", "container create");
        put(verbs, SystemVerbs.Events::new, "Get real time events", "events", "system events");
        put(verbs, InspectVerb.Any::new, "Return low-level information", "inspect");
        put(verbs, InspectVerb.OfContainer::new, "Inspect containers", "container inspect");
        put(verbs, InspectVerb.OfImage::new, "Inspect images", "image inspect");
        put(verbs, KillVerb::new, "Kill running containers", "kill", "container kill");
        put(verbs, ImageLoadVerb::new, "Load images from an archive", "load", "image load");
        put(verbs, LogsVerb::new, "Fetch the logs of a container", "logs", "container logs");
        put(verbs, StopVerb.Restart::new, "Restart containers", "restart", "container restart");
        put(verbs, RmVerb::new, "Remove containers", "rm", "container rm", "container remove");
        put(verbs, ImageRmVerb::new, "Remove images", "rmi", "image rm", "image remove");
        put(verbs, StartVerb::new, "Start stopped containers", "start", "container start");
        put(verbs, StopVerb::new, "Stop running containers", "stop", "container stop");
        put(verbs, ImageTagVerb::new, "Give an image another name", "tag", "image tag");
        put(verbs, WaitVerb::new, "Wait until containers stop, print their exit codes", "wait", "container wait");
        return verbs;
    }

    private static void put(Map<String, Entry> verbs, Supplier<Verb> create, String summary, String... names) {
        for (String name : names) {
            verbs.put(name, new Entry(create, summary));
        }
    }

    /** Finds the verb; two words are tried before one. */
    static Match find(List<String> words) {
        for (int count = Math.min(2, words.size()); count > 0; count--) {
            String name = String.join(" ", words.subList(0, count));
            Entry entry = VERBS.get(name);
            if (entry != null) {
                return new Match(name, entry.create, words.subList(count, words.size()));
            }
        }
        String first = words.get(0);
        if (VERBS.keySet().stream().anyMatch(n -> n.startsWith(first + " "))) {
            throw new CliException(1, "jocker " + first + ": one of these is expected: "
                    + String.join(", ", VERBS.keySet().stream().filter(n -> n.startsWith(first + " "))
                            .map(n -> n.substring(first.length() + 1)).toList()));
        }
        throw new CliException(1, "jocker: unknown command: jocker " + first + "\n\nRun 'jocker --help' for more "
                + "information");
    }

    static void usage(PrintStream out) {
        out.println("Usage:  jocker [OPTIONS] COMMAND");
        out.println();
        out.println("Commands:");
        VERBS.forEach((name, entry) -> {
            if (!name.contains(" ")) {
                out.printf("  %-10s %s%n", name, entry.summary);
            }
        });
        out.println();
        out.println("Management commands: container, image, system");
        out.println();
        out.println("Global options:");
        out.println("  -H, --host ADDRESS    Engine to talk to (DOCKER_HOST, JOCKER_HOST)");
        out.println("  -c, --context NAME    Context that says which engine (DOCKER_CONTEXT, JOCKER_CONTEXT)");
        out.println("      --config DIR      Folder of client settings (~/.docker)");
        out.println("  -v, --version         Print the version");
        out.println();
        out.println("Run 'jocker COMMAND --help' for more information on a command.");
    }
}
