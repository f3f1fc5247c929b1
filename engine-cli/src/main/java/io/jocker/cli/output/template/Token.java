package io.jocker.cli.output.template;

/** A piece of a template: of its text, or of an action. */
record Token(Kind kind, String text, int position, int line) {
    /** What a token is. */
    enum Kind {
        TEXT, LEFT, RIGHT, FIELD, VARIABLE, DOT, IDENTIFIER, STRING, CHARACTER, NUMBER, PIPE, OPEN, CLOSE, DECLARE,
        ASSIGN, COMMA, SPACE, END
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    boolean isWord(String word) {
        return kind == Kind.IDENTIFIER && text.equals(word);
    }

    /** As an error names it. */
    String shown() {
        return kind == Kind.END ? "EOF" : kind == Kind.RIGHT ? "\"}}\"" : switch (text) {
            case "if", "else", "end", "range", "with", "define", "block", "template", "break", "continue" ->
                "<" + text + ">";
            default -> Values.quote(text.length() > 10 ? text.substring(0, 10) : text)
                    + (text.length() > 10 ? "..." : "");
        };
    }
}
