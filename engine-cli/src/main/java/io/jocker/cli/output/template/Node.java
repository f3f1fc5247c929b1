package io.jocker.cli.output.template;

import java.util.List;

/** A part of a template that does something. */
sealed interface Node {
    /** Text as it is. */
    record Text(String text) implements Node {
    }

    /** A value, printed unless it only sets variables. */
    record Action(Pipe pipe) implements Node {
    }

    /** {@code if} and {@code with}, which differ in what the dot is. */
    record Branch(boolean with, Pipe pipe, List<Node> then, List<Node> otherwise) implements Node {
    }

    /** {@code range}. */
    record Range(Pipe pipe, List<Node> body, List<Node> otherwise) implements Node {
    }

    /** {@code break} and {@code continue}. */
    record Jump(boolean again) implements Node {
    }

    /** {@code template}, with the value that it gets, or null. */
    record Call(String name, Pipe pipe, int position) implements Node {
    }

    /** Variables that are set, or declared, to what the commands make, each of which gets what the one before made. */
    record Pipe(List<String> variables, boolean declares, List<Command> commands, int position) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(String.join(", ", variables));
            text.append(variables.isEmpty() ? "" : declares ? " := " : " = ");
            return text.append(String.join(" | ", commands.stream().map(Command::toString).toList())).toString();
        }
    }

    /** A function with its arguments, or one value. */
    record Command(List<Operand> operands, int position) {
        @Override
        public String toString() {
            return String.join(" ", operands.stream()
                    .map(o -> o instanceof Operand.Nested n ? "(" + n.pipe() + ")" : o.toString()).toList());
        }
    }

    /** A value in a command. */
    sealed interface Operand {
        /** Where it stands. */
        int position();

        /** A string, number or truth as written; {@code null} for nil. */
        record Constant(Object value, String source, int position) implements Operand {
            @Override
            public String toString() {
                return source;
            }
        }

        /** {@code .A.B}: of the dot; without names the dot itself. */
        record Field(List<String> names, int position) implements Operand {
            @Override
            public String toString() {
                return names.isEmpty() ? "." : "." + String.join(".", names);
            }
        }

        /** {@code $x.A.B}. */
        record Variable(String name, List<String> names, int position) implements Operand {
            @Override
            public String toString() {
                return name + (names.isEmpty() ? "" : "." + String.join(".", names));
            }
        }

        /** The name of a function. */
        record Function(String name, int position) implements Operand {
            @Override
            public String toString() {
                return name;
            }
        }

        /** {@code (…).A.B}. */
        record Nested(Pipe pipe, List<String> names, int position) implements Operand {
            @Override
            public String toString() {
                return "(" + pipe + ")" + (names.isEmpty() ? "" : "." + String.join(".", names));
            }
        }
    }
}
