package io.jocker.cli.command;

import java.lang.reflect.Constructor;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the annotations of a verb say, as code. The build writes a subclass beside each annotated class
 * (flag-processor), since reading annotations by reflection costs a command more than all else that it does.
 */
public abstract class VerbSpec {
    /** The command line of {@code verb}, bound to its fields. */
    public static CommandSpec specOf(Verb verb) {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(verb);
        String name = verb.getClass().getName().replace('$', '_') + "Spec";
        try {
            Constructor<?> constructor = Class.forName(name).getDeclaredConstructor(Object.class);
            constructor.setAccessible(true);
            ((VerbSpec) constructor.newInstance(verb)).describe(spec);
            return spec;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the build wrote no " + name, e);
        }
    }

    /** Adds all that the annotations say. */
    protected abstract void describe(CommandSpec spec);

    /** The value of an annotated field, by number. */
    protected abstract Object get(int field);

    /** Sets an annotated field, by number. */
    protected abstract void set(int field, Object value);

    /** A flag for a field; {@code element} is what its list holds, or null. */
    protected final OptionSpec.Builder option(int field, Class<?> type, Class<?> element, String... names) {
        Binding binding = new Binding(this, field);
        return OptionSpec.builder(names).type(type).auxiliaryTypes(element == null ? type : element)
                .getter(binding).setter(binding).initialValue(get(field));
    }

    /** A parameter for a field; {@code element} is what its list holds, or null. */
    protected final PositionalParamSpec.Builder positional(int field, Class<?> type, Class<?> element) {
        Binding binding = new Binding(this, field);
        return PositionalParamSpec.builder().type(type).auxiliaryTypes(element == null ? type : element)
                .getter(binding).setter(binding).initialValue(get(field));
    }

    private record Binding(VerbSpec flags, int field) implements IGetter, ISetter {
        @Override
        @SuppressWarnings("unchecked")
        public <T> T get() {
            return (T) flags.get(field);
        }

        @Override
        public <T> T set(T value) {
            flags.set(field, value);
            return value;
        }
    }
}
