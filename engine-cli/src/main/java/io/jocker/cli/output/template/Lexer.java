package io.jocker.cli.output.template;

import io.jocker.cli.output.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Takes a template apart, and trims what markers say. */
final class Lexer {
    private static final String LEFT = "{{";
    private static final String RIGHT = "}}";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int depth;

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens of a template, the last of which is its end. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        lexer.text();
        return lexer.tokens;
    }

    private void text() {
        boolean trimStart = false;
        while (true) {
            int left = text.indexOf(LEFT, at);
            String piece = left < 0 ? text.substring(at) : text.substring(at, left);
            boolean trimEnd = left >= 0 && text.startsWith("-", left + 2) && isBlank(left + 3);
            String trimmed = trimStart ? piece.stripLeading() : piece;
            trimmed = trimEnd ? trimmed.stripTrailing() : trimmed;
            if (!trimmed.isEmpty()) {
                add(Kind.TEXT, trimmed, at);
            }
            if (left < 0) {
                add(Kind.END, "", text.length());
                return;
            }
            at = left + (trimEnd ? 3 : 2);
            trimStart = isComment() ? comment() : action(left);
        }
    }

    private boolean isBlank(int index) {
        return index < text.length() && " \t\r\n".indexOf(text.charAt(index)) >= 0;
    }

    private boolean isComment() {
        int start = at;
        while (isBlank(start)) {
            start++;
        }
        return text.startsWith("/*", start) && (start == at || text.charAt(at - 1) == '-');
    }

    private boolean comment() {
        int end = text.indexOf("*/", at);
        if (end < 0) {
            throw TemplateException.parsing(line(at), "unclosed comment");
        }
        int close = end + 2;
        boolean trim = isBlank(close) && text.startsWith("-}}", close + 1);
        close += trim ? 2 : 0;
        if (!text.startsWith(RIGHT, close)) {
            throw TemplateException.parsing(line(at), "comment ends before closing delimiter");
        }
        at = close + 2;
        return trim;
    }

    /** Reads to the end of an action; whether the text that follows is trimmed. */
    private boolean action(int left) {
        add(Kind.LEFT, LEFT, left);
        depth = 0;
        while (true) {
            boolean trim = isBlank(at) && text.startsWith("-}}", at + 1);
            if (trim || text.startsWith(RIGHT, at)) {
                if (depth > 0) {
                    throw TemplateException.parsing(line(at), "unclosed left paren");
                }
                at += trim ? 2 : 0;
                add(Kind.RIGHT, RIGHT, at);
                at += 2;
                return trim;
            }
            if (at >= text.length()) {
                throw TemplateException.parsing(line(at), "unclosed action");
            }
            inside();
        }
    }

    private void inside() {
        char c = text.charAt(at);
        int start = at;
        switch (c) {
            case ' ', '\t', '\r', '\n' -> {
                while (isBlank(at) && !(text.startsWith("-}}", at + 1) && at > start)) {
                    at++;
                }
                add(Kind.SPACE, text.substring(start, at), start);
            }
            case '|' -> single(Kind.PIPE);
            case ',' -> single(Kind.COMMA);
            case '=' -> single(Kind.ASSIGN);
            case '(' -> {
                depth++;
                single(Kind.OPEN);
            }
            case ')' -> {
                depth--;
                if (depth < 0) {
                    throw TemplateException.parsing(line(at), "unexpected right paren");
                }
                single(Kind.CLOSE);
            }
            case ':' -> {
                if (!text.startsWith(":=", at)) {
                    throw TemplateException.parsing(line(at), "expected :=");
                }
                at += 2;
                add(Kind.DECLARE, ":=", start);
            }
            case '"', '`', '\'' -> quoted(c);
            case '$' -> word(Kind.VARIABLE);
            case '.' -> {
                boolean number = at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
                if (number) {
                    number();
                } else {
                    word(Kind.FIELD);
                }
            }
            default -> other(c);
        }
    }

    private void other(char c) {
        if (Character.isDigit(c) || c == '+' || c == '-') {
            number();
        } else if (Character.isLetter(c) || c == '_') {
            word(Kind.IDENTIFIER);
        } else {
            String what = "bad character U+" + String.format("%04X", (int) c) + " '" + c + "'";
            Kind before = tokens.get(tokens.size() - 1).kind();
            throw TemplateException.parsing(line(at), before == Kind.SPACE || before == Kind.LEFT
                    ? "unexpected " + what + " in command" : what);
        }
    }

    private void single(Kind kind) {
        add(kind, text.substring(at, at + 1), at);
        at++;
    }

    private void word(Kind kind) {
        int start = at++;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        boolean dot = kind == Kind.FIELD && at == start + 1;
        add(dot ? Kind.DOT : kind, text.substring(start, at), start);
    }

    private void number() {
        int start = at++;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "._".indexOf(text.charAt(at)) >= 0
                || "+-".indexOf(text.charAt(at)) >= 0 && "eEpP".indexOf(text.charAt(at - 1)) >= 0)) {
            at++;
        }
        String number = text.substring(start, at);
        if (!number.matches("[+-]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|"
                + "(\\d[\\d_]*(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?)")) {
            throw TemplateException.parsing(line(start), "bad number syntax: " + Values.quote(number));
        }
        add(Kind.NUMBER, number, start);
    }

    private void quoted(char quote) {
        int start = at++;
        while (at < text.length() && text.charAt(at) != quote) {
            if (quote != '`' && text.charAt(at) == '\n') {
                break;
            }
            at += quote != '`' && text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length() || text.charAt(at) != quote) {
            throw TemplateException.parsing(line(start), quote == '`' ? "unterminated raw quoted string"
                    : quote == '"' ? "unterminated quoted string" : "unterminated character constant");
        }
        at++;
        add(quote == '\'' ? Kind.CHARACTER : Kind.STRING, text.substring(start, at), start);
    }

    private void add(Kind kind, String value, int position) {
        tokens.add(new Token(kind, value, position, line(position)));
    }

    private int line(int position) {
        return 1 + (int) text.substring(0, Math.min(position, text.length())).chars().filter(c -> c == '\n').count();
    }
}
