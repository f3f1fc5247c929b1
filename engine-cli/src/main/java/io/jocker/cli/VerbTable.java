package io.jocker.cli;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.container.AttachVerb;
import io.jocker.cli.command.container.CreateVerb;
import io.jocker.cli.command.image.ImageLoadVerb;
import io.jocker.cli.command.image.ImageLsVerb;
import io.jocker.cli.command.image.ImagePullVerb;
import io.jocker.cli.command.image.ImageRmVerb;
import io.jocker.cli.command.image.ImageTagVerb;
import io.jocker.cli.command.system.InspectVerb;
import io.jocker.cli.command.container.KillVerb;
import io.jocker.cli.command.container.LogsVerb;
import io.jocker.cli.command.container.PsVerb;
import io.jocker.cli.command.container.RmVerb;
import io.jocker.cli.command.container.RunVerb;
import io.jocker.cli.command.container.StartVerb;
import io.jocker.cli.command.container.StopVerb;
import io.jocker.cli.command.system.SystemVerbs;
import io.jocker.cli.command.Verb;
import io.jocker.cli.command.container.WaitVerb;
import java.io.PrintStream;
import java.util.List;

/** Every verb by its names, Docker's short and long ones. A switch: only what is invoked is loaded. */
final class VerbTable {
    private static final String[][] SUMMARIES = {
        {"run", "Create and run a new container from an image"},
        {"ps", "List containers"},
        {"pull", "Download an image"},
        {"images", "List images"},
        {"version", "Show the version information"},
        {"info", "Display system-wide information"},
        {"attach", "Attach to a running container"},
        {"create", "Create a new container"},
        {"events", "Get real time events"},
        {"inspect", "Return low-level information"},
        {"container inspect", "Inspect containers"},
        {"image inspect", "Inspect images"},
        {"kill", "Kill running containers"},
        {"load", "Load images from an archive"},
        {"logs", "Fetch the logs of a container"},
        {"restart", "Restart containers"},
        {"rm", "Remove containers"},
        {"rmi", "Remove images"},
        {"start", "Start stopped containers"},
        {"stop", "Stop running containers"},
        {"tag", "Give an image another name"},
        {"wait", "Wait until containers stop, print their exit codes"},
    };

    /** The verb that was named, and what follows its name. */
    record Match(String name, Verb verb, List<String> arguments) {
        /** What follows the image belongs to the program in the container. */
        boolean stopsAtPositional() {
            return verb instanceof RunVerb || verb instanceof CreateVerb;
        }
    }

    private VerbTable() {
    }

    private static Verb create(String name) {
        return switch (name) {
            case "run", "container run" -> new RunVerb();
            case "ps", "container ls", "container list", "container ps" -> new PsVerb();
            case "pull", "image pull" -> new ImagePullVerb();
            case "images", "image ls", "image list" -> new ImageLsVerb();
            case "version" -> new SystemVerbs.Version();
            case "info", "system info" -> new SystemVerbs.Info();
            case "attach", "container attach" -> new AttachVerb();
            case "create", "container create" -> new CreateVerb();
            case "events", "system events" -> new SystemVerbs.Events();
            case "inspect" -> new InspectVerb.Any();
            case "container inspect" -> new InspectVerb.OfContainer();
            case "image inspect" -> new InspectVerb.OfImage();
            case "kill", "container kill" -> new KillVerb();
            case "load", "image load" -> new ImageLoadVerb();
            case "logs", "container logs" -> new LogsVerb();
            case "restart", "container restart" -> new StopVerb.Restart();
            case "rm", "container rm", "container remove" -> new RmVerb();
            case "rmi", "image rm", "image remove" -> new ImageRmVerb();
            case "start", "container start" -> new StartVerb();
            case "stop", "container stop" -> new StopVerb();
            case "tag", "image tag" -> new ImageTagVerb();
            case "wait", "container wait" -> new WaitVerb();
            default -> null;
        };
    }

    /** Finds the verb; two words are tried before one. */
    static Match find(List<String> words) {
        for (int count = Math.min(2, words.size()); count > 0; count--) {
            String name = String.join(" ", words.subList(0, count));
            Verb verb = create(name);
            if (verb != null) {
                return new Match(name, verb, words.subList(count, words.size()));
            }
        }
        String first = words.get(0);
        if (List.of("container", "image", "system").contains(first)) {
            throw new CliException(1, "jocker " + first + ": which command? See 'jocker --help'.");
        }
        throw new CliException(1, "jocker: unknown command: jocker " + first + "\n\nRun 'jocker --help' for more "
                + "information");
    }

    static void usage(PrintStream out) {
        out.println("Usage:  jocker [OPTIONS] COMMAND");
        out.println();
        out.println("Commands:");
        for (String[] row : SUMMARIES) {
            out.printf("  %-10s %s%n", row[0], row[1]);
        }
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
