package io.jocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jocker.cli.command.VerbSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What the build made of each verb's annotations is what picocli itself makes of them. */
class VerbSpecTest {
    static List<String> verbs() {
        return VerbTable.names();
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void specIsWhatReflectionFinds(String name) {
        VerbTable.Match match = VerbTable.find(List.of(name.split(" ")));
        CommandSpec written = new CommandLine(VerbSpec.specOf(match.verb())).getCommandSpec();
        CommandSpec found = new CommandLine(match.verb()).getCommandSpec();
        assertEquals(describe(found), describe(written));
        assertFalse(found.args().isEmpty());
    }

    private static String describe(CommandSpec spec) {
        StringBuilder text = new StringBuilder(Arrays.toString(spec.usageMessage().description()))
                .append(Arrays.toString(spec.usageMessage().customSynopsis()));
        spec.options().forEach(o -> text.append('\n').append(Arrays.toString(o.names())).append(o.usageHelp())
                .append(o.fallbackValue()).append(describe(o)));
        spec.positionalParameters().forEach(p -> text.append('\n').append(p.index().min()).append(p.index().max())
                .append(describe(p)));
        return text.toString();
    }

    private static String describe(ArgSpec arg) {
        return " " + arg.type() + Arrays.toString(arg.auxiliaryTypes()) + arg.arity().min() + ".." + arg.arity().max()
                + arg.required() + arg.paramLabel() + Arrays.toString(arg.description()) + arg.initialValue()
                + arg.hidden() + arg.isMultiValue() + get(arg);
    }

    private static Object get(ArgSpec arg) {
        try {
            return arg.getter().get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
