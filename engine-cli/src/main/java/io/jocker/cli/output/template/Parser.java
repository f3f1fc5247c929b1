package io.jocker.cli.output.template;

import io.jocker.cli.output.template.Node.Command;
import io.jocker.cli.output.template.Node.Operand;
import io.jocker.cli.output.template.Node.Pipe;
import io.jocker.cli.output.template.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tokens to a tree. */
final class Parser {
    private static final Set<String> KEYWORDS = Set.of("if", "else", "end", "range", "with", "define", "block",
            "template", "break", "continue");

    private final List<Token> tokens;
    private final Set<String> functions;
    private final Map<String, List<Node>> definitions = new HashMap<>();
    private Deque<String> variables = new ArrayDeque<>(List.of("$"));
    private int at;
    private int loops;

    private Parser(List<Token> tokens, Set<String> functions) {
        this.tokens = tokens;
        this.functions = functions;
    }

    /** A template's nodes, and those of the templates that it defines. */
    record Tree(List<Node> nodes, Map<String, List<Node>> definitions) {
    }

    /** The tree of a template that may call these functions. */
    static Tree parse(String text, Set<String> functions) {
        Parser parser = new Parser(Lexer.tokens(text), functions);
        List<Node> nodes = parser.list(false);
        return new Tree(nodes, parser.definitions);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        return tokens.get(at++);
    }

    private Token peekPastSpace() {
        skipSpace();
        return peek();
    }

    private void skipSpace() {
        while (peek().is(Kind.SPACE)) {
            at++;
        }
    }

    private TemplateException wrong(Token token, String message) {
        return TemplateException.parsing(token.line(), message);
    }

    private TemplateException unexpected(Token token, String where) {
        return wrong(token, "unexpected " + token.shown() + (token.is(Kind.END) ? "" : " in " + where));
    }

    /** Nodes up to the end, or within something up to {@code else} or {@code end}, which stay to be read. */
    private List<Node> list(boolean inner) {
        List<Node> nodes = new ArrayList<>();
        while (true) {
            Token token = next();
            if (token.is(Kind.END)) {
                if (inner) {
                    throw wrong(token, "unexpected EOF");
                }
                return nodes;
            }
            if (token.is(Kind.TEXT)) {
                nodes.add(new Node.Text(token.text()));
                continue;
            }
            Token first = peekPastSpace();
            if (first.isWord("end") || first.isWord("else")) {
                if (!inner) {
                    throw wrong(first, "unexpected {{" + first.text() + "}}");
                }
                return nodes;
            }
            action(nodes);
        }
    }

    private void action(List<Node> nodes) {
        Token first = peek();
        switch (first.is(Kind.IDENTIFIER) ? first.text() : "") {
            case "if" -> nodes.add(branch(next(), false));
            case "with" -> nodes.add(branch(next(), true));
            case "range" -> nodes.add(range(next()));
            case "define" -> define(next());
            case "block" -> nodes.add(block(next()));
            case "template" -> nodes.add(call(next()));
            case "break", "continue" -> {
                Token jump = next();
                if (loops == 0) {
                    throw wrong(jump, "{{" + jump.text() + "}} outside {{range}}");
                }
                close(jump.text());
                nodes.add(new Node.Jump(jump.text().equals("continue")));
            }
            default -> {
                Pipe pipe = pipe("command", Kind.RIGHT);
                nodes.add(new Node.Action(pipe));
            }
        }
    }

    private void close(String where) {
        Token token = peekPastSpace();
        if (!token.is(Kind.RIGHT)) {
            throw unexpected(token, where);
        }
        at++;
    }

    private Node branch(Token keyword, boolean with) {
        Deque<String> outer = new ArrayDeque<>(variables);
        Pipe pipe = pipe(keyword.text(), Kind.RIGHT);
        List<Node> then = list(true);
        List<Node> otherwise = List.of();
        if (next().isWord("else")) {
            otherwise = elseOf(keyword.text());
        } else {
            close("end");
        }
        variables = outer;
        return new Node.Branch(with, pipe, then, otherwise);
    }

    /** What follows {@code else}, up to and with the {@code end}. */
    private List<Node> elseOf(String keyword) {
        Token token = peekPastSpace();
        if (token.isWord(keyword) && !keyword.equals("range")) {
            return List.of(branch(next(), keyword.equals("with")));
        }
        close("else");
        List<Node> nodes = list(true);
        Token end = next();
        if (!end.isWord("end")) {
            throw wrong(end, "expected end; found {{else}}");
        }
        close("end");
        return nodes;
    }

    private Node range(Token keyword) {
        Deque<String> outer = new ArrayDeque<>(variables);
        Pipe pipe = pipe(keyword.text(), Kind.RIGHT);
        loops++;
        List<Node> body = list(true);
        loops--;
        List<Node> otherwise = List.of();
        if (next().isWord("else")) {
            otherwise = elseOf("range");
        } else {
            close("end");
        }
        variables = outer;
        return new Node.Range(pipe, body, otherwise);
    }

    private void define(Token keyword) {
        String name = name(keyword);
        close("define clause");
        definitions.put(name, body());
    }

    private Node block(Token keyword) {
        String name = name(keyword);
        Pipe pipe = pipe("block clause", Kind.RIGHT);
        definitions.put(name, body());
        return new Node.Call(name, pipe, keyword.position());
    }

    private List<Node> body() {
        Deque<String> outer = variables;
        variables = new ArrayDeque<>(List.of("$"));
        List<Node> nodes = list(true);
        Token end = next();
        if (!end.isWord("end")) {
            throw wrong(end, "unexpected {{else}} in define clause");
        }
        close("end");
        variables = outer;
        return nodes;
    }

    private Node call(Token keyword) {
        int position = peekPastSpace().position();
        String name = name(keyword);
        Pipe pipe = peekPastSpace().is(Kind.RIGHT) ? null : pipe("template clause", Kind.RIGHT);
        if (pipe == null) {
            close("template clause");
        }
        return new Node.Call(name, pipe, position);
    }

    private String name(Token keyword) {
        Token token = peekPastSpace();
        if (!token.is(Kind.STRING)) {
            throw unexpected(token, keyword.text() + " clause");
        }
        at++;
        return Values.unquote(token);
    }

    private Pipe pipe(String where, Kind end) {
        int position = peekPastSpace().position();
        List<String> names = new ArrayList<>();
        Boolean declares = declaration(where, names);
        List<Command> commands = new ArrayList<>();
        while (true) {
            Token token = peekPastSpace();
            if (token.is(end)) {
                at++;
                checkCommands(commands, token, where);
                if (Boolean.TRUE.equals(declares)) {
                    names.forEach(variables::push);
                }
                return new Pipe(names, Boolean.TRUE.equals(declares), commands, position);
            }
            if (List.of(Kind.PIPE, Kind.COMMA, Kind.ASSIGN, Kind.DECLARE).contains(token.kind())) {
                throw unexpected(token, where);
            }
            commands.add(command(where, end));
        }
    }

    private void checkCommands(List<Command> commands, Token token, String where) {
        if (commands.isEmpty()) {
            throw wrong(token, "missing value for " + where);
        }
        for (int i = 1; i < commands.size(); i++) {
            Operand first = commands.get(i).operands().get(0);
            if (first instanceof Operand.Constant) {
                throw wrong(token, "non executable command in pipeline stage " + (i + 1));
            }
        }
    }

    /** Variables before {@code :=} or {@code =}; whether they are declared, null if there are none. */
    private Boolean declaration(String where, List<String> names) {
        int start = at;
        while (peekPastSpace().is(Kind.VARIABLE)) {
            Token variable = next();
            Token token = peekPastSpace();
            names.add(variable.text());
            if (token.is(Kind.COMMA) && where.equals("range") && names.size() == 1) {
                at++;
            } else if (token.is(Kind.DECLARE) || token.is(Kind.ASSIGN)) {
                at++;
                if (token.is(Kind.ASSIGN)) {
                    names.forEach(n -> checkVariable(n, variable));
                }
                return token.is(Kind.DECLARE);
            } else {
                break;
            }
        }
        names.clear();
        at = start;
        return null;
    }

    private void checkVariable(String name, Token token) {
        if (!variables.contains(name)) {
            throw wrong(token, "undefined variable \"" + name + "\"");
        }
    }

    private Command command(String where, Kind end) {
        List<Operand> operands = new ArrayList<>();
        int position = peek().position();
        while (true) {
            Token token = peekPastSpace();
            if (token.is(end)) {
                break;
            }
            if (token.is(Kind.PIPE)) {
                at++;
                break;
            }
            operands.add(operand(where));
            Token after = peek();
            if (!after.is(Kind.SPACE) && !after.is(Kind.PIPE) && !after.is(end)) {
                throw unexpected(after, "operand");
            }
        }
        if (operands.isEmpty()) {
            throw wrong(peek(), "empty command");
        }
        return new Command(operands, position);
    }

    private Operand operand(String where) {
        Token token = next();
        switch (token.kind()) {
            case IDENTIFIER -> {
                return word(token, where);
            }
            case STRING, CHARACTER -> {
                return chainless(new Operand.Constant(token.is(Kind.STRING) ? Values.unquote(token)
                        : (Object) Values.character(token), token.text(), token.position()));
            }
            case NUMBER -> {
                return chainless(new Operand.Constant(Values.number(token), token.text(), token.position()));
            }
            case DOT -> {
                return new Operand.Field(List.of(), token.position());
            }
            case FIELD -> {
                List<String> names = new ArrayList<>(List.of(token.text().substring(1)));
                int position = names(names, token.position());
                return new Operand.Field(names, position);
            }
            case VARIABLE -> {
                checkVariable(token.text(), token);
                List<String> names = new ArrayList<>();
                int position = names(names, token.position());
                return new Operand.Variable(token.text(), names, position);
            }
            case OPEN -> {
                Pipe pipe = pipe("parenthesized pipeline", Kind.CLOSE);
                List<String> names = new ArrayList<>();
                int position = names(names, token.position());
                return new Operand.Nested(pipe, names, position);
            }
            default -> throw unexpected(token, where);
        }
    }

    private Operand word(Token token, String where) {
        switch (token.text()) {
            case "true", "false" -> {
                return chainless(new Operand.Constant(token.text().equals("true"), token.text(), token.position()));
            }
            case "nil" -> {
                return chainless(new Operand.Constant(null, "nil", token.position()));
            }
            default -> {
                if (KEYWORDS.contains(token.text())) {
                    throw unexpected(token, where);
                }
                if (!functions.contains(token.text())) {
                    throw wrong(token, "function \"" + token.text() + "\" not defined");
                }
                return new Operand.Function(token.text(), token.position());
            }
        }
    }

    private Operand chainless(Operand.Constant constant) {
        if (peek().is(Kind.FIELD)) {
            throw wrong(peek(), "unexpected . after term " + Values.quote(constant.source()));
        }
        return constant;
    }

    /** Adds the names that follow without a space; an error about them points at the first of those. */
    private int names(List<String> names, int position) {
        int first = peek().is(Kind.FIELD) ? peek().position() : position;
        while (peek().is(Kind.FIELD)) {
            names.add(next().text().substring(1));
        }
        return first;
    }
}
