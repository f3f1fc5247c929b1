package io.jocker.daemon.config;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of jockerd. Every option but the file itself may stand in the file instead, not in both. */
@Command(name = "jockerd", mixinStandardHelpOptions = false, sortOptions = false,
        description = "The daemon of the jocker container engine. It serves the Docker Engine API.")
public final class Options {
    @Option(names = {"-H", "--host"}, paramLabel = "ADDRESS",
            description = "Where to listen: unix://PATH or fd:// (several allowed; unix:///run/jocker.sock)")
    List<String> hosts;

    @Option(names = {"-G", "--group"}, description = "Group that may use the Unix socket (jocker, if it exists)")
    String group;

    @Option(names = "--data-root", description = "Where everything that lasts is kept (/var/lib/jocker)")
    String dataRoot;

    @Option(names = "--exec-root", description = "Where the state of running containers is kept (/run/jocker)")
    String execRoot;

    @Option(names = "--config-file", description = "Configuration file (/etc/jocker/daemon.json)")
    Path configFile;

    @Option(names = {"-l", "--log-level"}, description = "debug, info, warn, error or fatal (info)")
    String logLevel;

    @Option(names = "--log-format", description = "text or json (text)")
    String logFormat;

    @Option(names = {"-D", "--debug"}, description = "The same as --log-level debug")
    Boolean debug;

    @Option(names = {"-p", "--pidfile"}, description = "File for the daemon's process id (none)")
    String pidFile;

    @Option(names = "--validate", description = "Check the configuration and exit")
    boolean validate;

    @Option(names = {"-v", "--version"}, description = "Print the version and exit")
    boolean version;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this text and exit")
    boolean help;

    /** Whether only the configuration is to be checked. */
    public boolean validate() {
        return validate;
    }

    /** Whether only the version is wanted. */
    public boolean version() {
        return version;
    }

    /** Whether only the help text is wanted. */
    public boolean help() {
        return help;
    }
}
