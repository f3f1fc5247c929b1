package io.jocker.cli.output.template;

import io.jocker.cli.output.template.Node.Command;
import io.jocker.cli.output.template.Node.Operand;
import io.jocker.cli.output.template.Node.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs a tree over one value. */
final class Executor {
    private static final int DEEPEST = 1000;

    private enum Jump {
        NONE, AGAIN, OUT
    }

    private record Variable(String name, Object[] value) {
    }

    private final String text;
    private final Map<String, List<Node>> definitions;
    private final Functions functions;
    private final StringBuilder out = new StringBuilder();
    private List<Variable> variables = new ArrayList<>();
    private int depth;

    Executor(String text, Map<String, List<Node>> definitions, Functions functions) {
        this.text = text;
        this.definitions = definitions;
        this.functions = functions;
    }

    String run(List<Node> nodes, Object value) {
        declare("$", value);
        walk(nodes, value);
        return out.toString();
    }

    private void declare(String name, Object value) {
        variables.add(new Variable(name, new Object[] {value}));
    }

    private Variable variable(String name) {
        for (int i = variables.size() - 1; i >= 0; i--) {
            if (variables.get(i).name().equals(name)) {
                return variables.get(i);
            }
        }
        throw new IllegalStateException("the parser let an undefined variable pass: " + name);
    }

    private void leave(int mark) {
        variables.subList(mark, variables.size()).clear();
    }

    private Jump walk(List<Node> nodes, Object dot) {
        for (Node node : nodes) {
            Jump jump = walk(node, dot);
            if (jump != Jump.NONE) {
                return jump;
            }
        }
        return Jump.NONE;
    }

    private Jump walk(Node node, Object dot) {
        if (node instanceof Node.Text piece) {
            out.append(piece.text());
        } else if (node instanceof Node.Action action) {
            Object value = value(action.pipe(), dot);
            if (action.pipe().variables().isEmpty()) {
                out.append(Values.print(value));
            }
        } else if (node instanceof Node.Branch branch) {
            int mark = variables.size();
            Object value = value(branch.pipe(), dot);
            Jump jump = Values.isTrue(value) ? walk(branch.then(), branch.with() ? value : dot)
                    : walk(branch.otherwise(), dot);
            leave(mark);
            return jump;
        } else if (node instanceof Node.Range range) {
            return range(range, dot);
        } else if (node instanceof Node.Jump jump) {
            return jump.again() ? Jump.AGAIN : Jump.OUT;
        } else if (node instanceof Node.Call call) {
            call(call, dot);
        }
        return Jump.NONE;
    }

    private void call(Node.Call call, Object dot) {
        List<Node> body = definitions.get(call.name());
        if (body == null) {
            throw failed(call.position(), "{{template " + Values.quote(call.name()) + "}}", "template "
                    + Values.quote(call.name()) + " not defined");
        }
        if (++depth > DEEPEST) {
            throw failed(call.position(), "{{template " + Values.quote(call.name()) + "}}",
                    "exceeded maximum template depth (" + DEEPEST + ")");
        }
        Object value = call.pipe() == null ? null : value(call.pipe(), dot);
        List<Variable> outer = variables;
        variables = new ArrayList<>();
        declare("$", value);
        walk(body, value);
        variables = outer;
        depth--;
    }

    private Jump range(Node.Range range, Object dot) {
        int mark = variables.size();
        // Its variables are set for each turn, not to the whole.
        Object whole = value(new Pipe(List.of(), false, range.pipe().commands(), range.pipe().position()), dot);
        boolean any = false;
        if (whole instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
                any = true;
                if (turn(range, entry.getKey(), Values.plain(entry.getValue())) == Jump.OUT) {
                    break;
                }
            }
        } else {
            long index = 0;
            for (Object element : elements(range, whole)) {
                any = true;
                if (turn(range, index++, Values.plain(element)) == Jump.OUT) {
                    break;
                }
            }
        }
        leave(mark);
        Jump jump = any ? Jump.NONE : walk(range.otherwise(), dot);
        leave(mark);
        return jump;
    }

    private List<?> elements(Node.Range range, Object whole) {
        if (whole instanceof List<?> list) {
            return list;
        }
        if (whole instanceof Long count) {
            return java.util.stream.LongStream.range(0, count).boxed().toList();
        }
        if (whole == null) {
            return List.of();
        }
        throw failed(range.pipe().position(), range.pipe().toString(), "range can't iterate over "
                + Values.text(whole));
    }

    private Jump turn(Node.Range range, Object key, Object element) {
        int mark = variables.size();
        List<String> names = range.pipe().variables();
        for (int i = 0; i < names.size(); i++) {
            Object value = names.size() == 2 && i == 0 ? key : element;
            if (range.pipe().declares()) {
                declare(names.get(i), value);
            } else {
                variable(names.get(i)).value()[0] = value;
            }
        }
        Jump jump = walk(range.body(), element);
        leave(mark);
        return jump;
    }

    private Object value(Pipe pipe, Object dot) {
        Object value = null;
        boolean first = true;
        for (Command command : pipe.commands()) {
            List<Object> last = new ArrayList<>();
            if (!first) {
                last.add(value);
            }
            value = value(command, dot, last);
            first = false;
        }
        for (String name : pipe.variables()) {
            if (pipe.declares()) {
                declare(name, value);
            } else {
                variable(name).value()[0] = value;
            }
        }
        return value;
    }

    private Object value(Command command, Object dot, List<Object> last) {
        Operand first = command.operands().get(0);
        if (first instanceof Operand.Function function) {
            return function(function.name(), command, dot, last);
        }
        if (command.operands().size() > 1 || !last.isEmpty()) {
            String message = first instanceof Operand.Field field && !field.names().isEmpty()
                    ? field.names().get(field.names().size() - 1) + " is not a method but has arguments"
                    : "can't give argument to non-function " + first;
            throw failed(first.position(), first.toString(), message);
        }
        if (first instanceof Operand.Constant constant && constant.value() == null) {
            throw failed(first.position(), "nil", "nil is not a command");
        }
        return value(first, dot);
    }

    private Object value(Operand operand, Object dot) {
        if (operand instanceof Operand.Constant constant) {
            return constant.value();
        }
        if (operand instanceof Operand.Field field) {
            return fields(dot, field.names(), field);
        }
        if (operand instanceof Operand.Variable named) {
            return fields(variable(named.name()).value()[0], named.names(), named);
        }
        if (operand instanceof Operand.Nested nested) {
            return fields(value(nested.pipe(), dot), nested.names(), nested);
        }
        Operand.Function function = (Operand.Function) operand;
        return function(function.name(), new Command(List.of(function), function.position()), dot, List.of());
    }

    private Object fields(Object start, List<String> names, Operand at) {
        Object value = Values.plain(start);
        for (String name : names) {
            if (value instanceof Map<?, ?> map) {
                if (!map.containsKey(name) && !Values.isOfTexts(map)) {
                    throw failed(at.position(), at.toString(), "map has no entry for key " + Values.quote(name));
                }
                value = Values.plain(map.get(name));
            } else {
                throw failed(at.position(), at.toString(), value == null ? "nil pointer evaluating interface {}."
                        + name : "can't evaluate field " + name + " in type interface {}");
            }
        }
        return value;
    }

    private Object function(String name, Command command, Object dot, List<Object> last) {
        List<Operand> operands = command.operands().subList(1, command.operands().size());
        int count = operands.size() + last.size();
        int[] arity = Functions.arity(name);
        if (count < arity[0] || arity[1] >= 0 && count > arity[1]) {
            throw failed(command.position(), name, "wrong number of args for " + name + ": want "
                    + (arity[1] < 0 ? "at least " : "") + arity[0] + " got " + count);
        }
        if (name.equals("and") || name.equals("or")) {
            return shortCut(name.equals("or"), operands, dot, last);
        }
        List<Object> arguments = new ArrayList<>();
        operands.forEach(o -> arguments.add(value(o, dot)));
        arguments.addAll(last);
        try {
            return functions.call(name, arguments);
        } catch (Functions.Failure e) {
            throw failed(e, name, command, operands);
        }
    }

    private TemplateException failed(Functions.Failure e, String name, Command command, List<Operand> operands) {
        if (e.argument() >= 0 && e.argument() < operands.size()) {
            Operand operand = operands.get(e.argument());
            return failed(operand.position(), operand.toString(), operand instanceof Operand.Constant constant
                    ? e.ofConstant(constant.source()) : e.getMessage());
        }
        return failed(command.position(), command.toString(), e.argument() >= 0 ? e.getMessage()
                : "error calling " + name + ": " + e.getMessage());
    }

    private Object shortCut(boolean stopAt, List<Operand> operands, Object dot, List<Object> last) {
        Object value = null;
        for (Operand operand : operands) {
            value = value(operand, dot);
            if (Values.isTrue(value) == stopAt) {
                return value;
            }
        }
        return last.isEmpty() ? value : last.get(0);
    }

    private TemplateException failed(int position, String node, String message) {
        String before = text.substring(0, position);
        int column = position - (before.lastIndexOf('\n') + 1);
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        return new TemplateException("template: :" + line + ":" + column + ": executing \"\" at <" + node + ">: "
                + message);
    }
}
