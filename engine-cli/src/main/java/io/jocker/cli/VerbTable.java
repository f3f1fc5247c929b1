package io.jocker.cli;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Verb;
import io.jocker.cli.command.container.AttachVerb;
import io.jocker.cli.command.container.KillVerb;
import io.jocker.cli.command.container.LogsVerb;
import io.jocker.cli.command.container.PauseVerb;
import io.jocker.cli.command.container.PortVerb;
import io.jocker.cli.command.container.PruneVerb;
import io.jocker.cli.command.container.PsVerb;
import io.jocker.cli.command.container.RenameVerb;
import io.jocker.cli.command.container.RmVerb;
import io.jocker.cli.command.container.StartVerb;
import io.jocker.cli.command.container.StopVerb;
import io.jocker.cli.command.container.UpdateVerb;
import io.jocker.cli.command.container.WaitVerb;
import io.jocker.cli.command.create.CreateVerb;
import io.jocker.cli.command.create.RunVerb;
import io.jocker.cli.command.exec.ExecVerb;
import io.jocker.cli.command.files.CommitVerb;
import io.jocker.cli.command.files.CpVerb;
import io.jocker.cli.command.files.DiffVerb;
import io.jocker.cli.command.files.ExportVerb;
import io.jocker.cli.command.image.ImageLoadVerb;
import io.jocker.cli.command.image.ImageLsVerb;
import io.jocker.cli.command.image.ImagePullVerb;
import io.jocker.cli.command.image.ImageRmVerb;
import io.jocker.cli.command.image.ImageTagVerb;
import io.jocker.cli.command.system.InspectVerb;
import io.jocker.cli.command.system.SystemVerbs;
import io.jocker.cli.command.volume.VolumeCreateVerb;
import io.jocker.cli.command.volume.VolumeLsVerb;
import io.jocker.cli.command.volume.VolumePruneVerb;
import io.jocker.cli.command.volume.VolumeRmVerb;
import io.jocker.cli.command.watch.StatsVerb;
import io.jocker.cli.command.watch.TopVerb;
import io.jocker.cli.command.watch.WhyVerb;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every verb by its names, Docker's short and long ones. A switch: only what is invoked is loaded. */
final class VerbTable {
    private static final String[][] SUMMARIES = {
        {"run", "container run", "Create and run a new container from an image"},
        {"ps", "container ls", "List containers"},
        {"pull", "image pull", "Download an image from a registry"},
        {"images", "image ls", "List images"},
        {"version", "", "Show the version information"},
        {"info", "system info", "Display system-wide information"},
        {"attach", "container attach",
            "Attach local standard input, output, and error streams to a running container"},
        {"create", "container create", "Create a new container"},
        {"events", "system events", "Get real time events from the server"},
        {"inspect", "", "Return low-level information on objects"},
        {"", "container inspect", "Display detailed information on one or more containers"},
        {"", "image inspect", "Display detailed information on one or more images"},
        {"kill", "container kill", "Kill one or more running containers"},
        {"load", "image load", "Load an image from a tar archive or STDIN"},
        {"logs", "container logs", "Fetch the logs of a container"},
        {"restart", "container restart", "Restart one or more containers"},
        {"rm", "container rm", "Remove one or more containers"},
        {"rmi", "image rm", "Remove one or more images"},
        {"start", "container start", "Start one or more stopped containers"},
        {"stop", "container stop", "Stop one or more running containers"},
        {"tag", "image tag", "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE"},
        {"wait", "container wait", "Block until one or more containers stop, then print their exit codes"},
        {"commit", "container commit", "Create a new image from a container's changes"},
        {"cp", "container cp", "Copy files/folders between a container and the local filesystem"},
        {"diff", "container diff", "Inspect changes to files or directories on a container's filesystem"},
        {"exec", "container exec", "Execute a command in a running container"},
        {"export", "container export", "Export a container's filesystem as a tar archive"},
        {"pause", "container pause", "Pause all processes within one or more containers"},
        {"port", "container port", "List port mappings or a specific mapping for the container"},
        {"", "container prune", "Remove all stopped containers"},
        {"rename", "container rename", "Rename a container"},
        {"stats", "container stats", "Display a live stream of container(s) resource usage statistics"},
        {"top", "container top", "Display the running processes of a container"},
        {"unpause", "container unpause", "Unpause all processes within one or more containers"},
        {"update", "container update", "Update configuration of one or more containers"},
        {"why", "container why", "Tell in a few sentences why a container ended, or how it is"},
        {"", "volume create", "Create a volume"},
        {"", "volume inspect", "Display detailed information on one or more volumes"},
        {"", "volume ls", "List volumes"},
        {"", "volume prune", "Remove unused local volumes"},
        {"", "volume rm", "Remove one or more volumes"},
    };
    private static final String[][] GROUPS = {
        {"container", "Manage containers"},
        {"image", "Manage images"},
        {"system", "Manage jocker"},
        {"volume", "Manage volumes"},
    };

    /** The verb that was named, and what follows its name. */
    record Match(String name, Verb verb, List<String> arguments) {
        /** What follows the image belongs to the program in the container. */
        boolean stopsAtPositional() {
            return verb instanceof RunVerb || verb instanceof CreateVerb || verb instanceof ExecVerb
                    || verb instanceof TopVerb;
        }

        /** Whether a wrong flag is the engine's failure, as nothing else fails so before there is a container. */
        boolean creates() {
            return verb instanceof CreateVerb;
        }

        /** Whether the exit code is that of a container. */
        boolean starts() {
            return verb instanceof RunVerb;
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
            default -> createMore(name);
        };
    }

    private static Verb createMore(String name) {
        return switch (name) {
            case "commit", "container commit" -> new CommitVerb();
            case "cp", "container cp" -> new CpVerb();
            case "diff", "container diff" -> new DiffVerb();
            case "exec", "container exec" -> new ExecVerb();
            case "export", "container export" -> new ExportVerb();
            case "pause", "container pause" -> new PauseVerb();
            case "port", "container port" -> new PortVerb();
            case "container prune" -> new PruneVerb();
            case "rename", "container rename" -> new RenameVerb();
            case "stats", "container stats" -> new StatsVerb();
            case "top", "container top" -> new TopVerb();
            case "unpause", "container unpause" -> new PauseVerb.Unpause();
            case "update", "container update" -> new UpdateVerb();
            case "why", "container why" -> new WhyVerb();
            case "volume create" -> new VolumeCreateVerb();
            case "volume inspect" -> new InspectVerb.OfVolume();
            case "volume ls", "volume list" -> new VolumeLsVerb();
            case "volume prune" -> new VolumePruneVerb();
            case "volume rm", "volume remove" -> new VolumeRmVerb();
            default -> null;
        };
    }

    /** Every verb by one of its names. */
    static List<String> names() {
        return Arrays.stream(SUMMARIES).map(s -> s[0].isEmpty() ? s[1] : s[0]).toList();
    }

    /** The words that may follow some that are no verb yet: verbs and groups, or the verbs of a group. */
    static List<String> wordsAfter(List<String> words) {
        List<String> found = new ArrayList<>();
        String prefix = words.isEmpty() ? "" : words.get(0) + " ";
        if (words.isEmpty()) {
            Arrays.stream(SUMMARIES).map(s -> s[0]).filter(n -> !n.isEmpty()).forEach(found::add);
            Arrays.stream(GROUPS).map(g -> g[0]).forEach(found::add);
            found.add("completion");
        } else if (words.size() == 1) {
            Arrays.stream(SUMMARIES).map(s -> s[1]).filter(n -> n.startsWith(prefix))
                    .map(n -> n.substring(prefix.length())).forEach(found::add);
        }
        return found;
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
        for (String[] group : GROUPS) {
            if (group[0].equals(first)) {
                throw words.size() == 1 || words.get(1).equals("--help") ? new CliException(0, group(group))
                        : new CliException("jocker: unknown command: jocker " + first + " " + words.get(1)
                        + "\n\nUsage:  jocker " + first + "\n\nRun 'jocker " + first + " --help' for more information");
            }
        }
        throw new CliException("jocker: unknown command: jocker " + first + "\n\nRun 'jocker --help' for more "
                + "information");
    }

    private static String group(String[] group) {
        StringBuilder text = new StringBuilder("Usage:  jocker " + group[0] + " COMMAND\n\n" + group[1]
                + "\n\nCommands:\n");
        String prefix = group[0] + " ";
        Arrays.stream(SUMMARIES).filter(s -> s[1].startsWith(prefix))
                .map(s -> line(s[1].substring(prefix.length()), s[2])).sorted().forEach(text::append);
        return text + "\nRun 'jocker " + group[0] + " COMMAND --help' for more information on a command.";
    }

    private static String line(String name, String summary) {
        return "  " + name + " ".repeat(12 - name.length()) + summary + "\n";
    }

    static void usage(PrintStream out) {
        StringBuilder text = new StringBuilder("Usage:  jocker [OPTIONS] COMMAND\n\nCommands:\n");
        for (String[] row : SUMMARIES) {
            if (!row[0].isEmpty()) {
                text.append(line(row[0], row[2]));
            }
        }
        text.append("\nManagement Commands:\n");
        for (String[] row : GROUPS) {
            text.append(line(row[0], row[1]));
        }
        text.append("\nFor shells:\n").append(line("completion", "Print the completion of bash, zsh or fish"));
        out.print(text + """

                Global Options:
                      --config string      Location of client config files (default "~/.docker")
                  -c, --context string     Name of the context to use to connect to the engine (overrides DOCKER_HOST
                                           and JOCKER_HOST and the default context)
                  -D, --debug              Enable debug mode
                  -H, --host string        Engine socket to connect to
                  -l, --log-level string   Set the logging level ("debug", "info", "warn", "error", "fatal")
                  -v, --version            Print version information and quit

                Run 'jocker COMMAND --help' for more information on a command.
                """);
    }
}
