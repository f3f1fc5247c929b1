package io.jocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of command lines that are wrong, word by word as Docker's client 28 says it. */
class UsageTest {
    private final CliRun cli = new CliRun("unix:///nonexistent");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ps --nope|unknown flag: --nope|ps [OPTIONS]",
        "ps --nope=1|unknown flag: --nope|ps [OPTIONS]",
        "rm --nope|unknown flag: --nope|rm [OPTIONS] CONTAINER [CONTAINER...]",
        "ps -Z|unknown shorthand flag: 'Z' in -Z|ps [OPTIONS]",
        "run --name|flag needs an argument: --name|run [OPTIONS] IMAGE [COMMAND] [ARG...]",
        "run -e|flag needs an argument: 'e' in -e|run [OPTIONS] IMAGE [COMMAND] [ARG...]",
        "stop -t|flag needs an argument: 't' in -t|stop [OPTIONS] CONTAINER [CONTAINER...]",
        "container ls -n x|invalid argument \"x\" for \"-n, --last\" flag: strconv.ParseInt: parsing \"x\": invalid "
            + "syntax|container ls [OPTIONS]",
        "stop -t x a|invalid argument \"x\" for \"-t, --timeout\" flag: strconv.ParseInt: parsing \"x\": invalid "
            + "syntax|stop [OPTIONS] CONTAINER [CONTAINER...]",
        "run --rm=maybe x|invalid argument \"maybe\" for \"--rm\" flag: strconv.ParseBool: parsing \"maybe\": invalid "
            + "syntax|run [OPTIONS] IMAGE [COMMAND] [ARG...]",
        "run --sig-proxy=x y|invalid argument \"x\" for \"--sig-proxy\" flag: strconv.ParseBool: parsing \"x\": "
            + "invalid syntax|run [OPTIONS] IMAGE [COMMAND] [ARG...]",
        "run -m abc x|invalid argument \"abc\" for \"-m, --memory\" flag: invalid size: 'abc'|run [OPTIONS] IMAGE "
            + "[COMMAND] [ARG...]",
        "run --cpus x y|invalid argument \"x\" for \"--cpus\" flag: failed to parse x as a rational number|run "
            + "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        "run --cpus 1.00000000001 y|invalid argument \"1.00000000001\" for \"--cpus\" flag: value is too precise|run "
            + "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        "run --ulimit x y|invalid argument \"x\" for \"--ulimit\" flag: invalid ulimit argument: x|run [OPTIONS] "
            + "IMAGE [COMMAND] [ARG...]",
        "run -a bad x|invalid argument \"bad\" for \"-a, --attach\" flag: valid streams are STDIN, STDOUT and "
            + "STDERR|run [OPTIONS] IMAGE [COMMAND] [ARG...]",
        "images -f x|invalid argument \"x\" for \"-f, --filter\" flag: bad format of filter (expected "
            + "name=value)|images [OPTIONS] [REPOSITORY[:TAG]]"})
    void wrongFlags(String arguments, String message, String shape) {
        cli.run(arguments.split(" "));
        String name = shape.substring(0, shape.indexOf(" ["));
        assertEquals(message + "\n\nUsage:  jocker " + shape + "\n\nRun 'jocker " + name
                + " --help' for more information\n", cli.err);
        assertEquals(125, cli.code);
        assertEquals("", cli.out);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "run|requires at least 1 argument|run [OPTIONS] IMAGE [COMMAND] [ARG...]|See",
        "stop|requires at least 1 argument|stop [OPTIONS] CONTAINER [CONTAINER...]|See",
        "wait|requires at least 1 argument|wait [OPTIONS] CONTAINER [CONTAINER...]|See",
        "inspect|requires at least 1 argument|inspect [OPTIONS] NAME|See",
        "ps extra|accepts no arguments|ps [OPTIONS]|Run",
        "load x|accepts no arguments|load [OPTIONS]|Run",
        "attach|requires 1 argument|attach [OPTIONS] CONTAINER|Run",
        "logs|requires at least 1 argument|logs [OPTIONS] CONTAINER [CONTAINER...]|See",
        "diff a b|requires 1 argument|diff CONTAINER|Run",
        "tag a|requires 2 arguments|tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]|Run",
        "images a b|requires at most 1 argument|images [OPTIONS] [REPOSITORY[:TAG]]|Run"})
    void wrongCounts(String arguments, String wanted, String shape, String word) {
        cli.run(arguments.split(" "));
        String name = arguments.split(" ")[0];
        assertTrue(cli.err.startsWith("jocker: 'jocker " + name + "' " + wanted + "\n\nUsage:  jocker " + shape),
                cli.err);
        assertTrue(cli.err.endsWith("\n\n" + word + " 'jocker " + name + " --help' for more information\n"), cli.err);
        assertEquals(1, cli.code);
    }

    @Test
    void unknownVerbs() {
        assertEquals(1, cli.run("nope").code);
        assertEquals("jocker: unknown command: jocker nope\n\nRun 'jocker --help' for more information\n", cli.err);
        assertEquals(1, cli.run("image", "nope").code);
        assertEquals("jocker: unknown command: jocker image nope\n\nUsage:  jocker image\n\nRun 'jocker image --help' "
                + "for more information\n", cli.err);
        assertEquals(0, cli.run("image").code);
        assertTrue(cli.err.startsWith("Usage:  jocker image COMMAND\n\nManage images\n\nCommands:\n  inspect     "),
                cli.err);
    }

    @Test
    void wrongGlobalOptions() {
        String shape = "\n\nUsage:  jocker [OPTIONS] COMMAND [ARG...]\n\nRun 'jocker --help' for more information\n";
        assertEquals(125, cli.run("--nope").code);
        assertEquals("unknown flag: --nope" + shape, cli.err);
        assertEquals(125, cli.run("-H").code);
        assertEquals("flag needs an argument: 'H' in -H" + shape, cli.err);
        assertEquals(125, cli.run("--config").code);
        assertEquals("flag needs an argument: --config" + shape, cli.err);
        assertEquals(1, cli.run("-l", "bad", "ps").code);
        assertEquals("Unable to parse logging level: bad\n", cli.err);
    }

    @Test
    void helpHasTheShapeOfDockers() {
        assertEquals(0, cli.run("start", "--help").code);
        assertEquals("""
                Usage:  jocker start [OPTIONS] CONTAINER [CONTAINER...]

                Start one or more stopped containers

                Options:
                  -a, --attach                  Attach STDOUT/STDERR and forward signals
                      --checkpoint string       Restore from this checkpoint (refused)
                      --checkpoint-dir string   Use a custom checkpoint storage directory
                                                (refused)
                      --detach-keys string      Override the key sequence for detaching a
                                                container
                  -i, --interactive             Attach container's STDIN
                """, cli.out);
        assertEquals(0, cli.run("--help").code);
        assertTrue(cli.out.startsWith("Usage:  jocker [OPTIONS] COMMAND\n"), cli.out);
        assertEquals(0, cli.run().code);
        assertEquals("jocker version 0.1.0\n", cli.run("--version").out);
    }
}
