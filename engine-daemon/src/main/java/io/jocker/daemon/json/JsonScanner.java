package io.jocker.daemon.json;

import java.nio.charset.StandardCharsets;

/** Walks through a text until it is no JSON any more. Only asked once another parser has refused the text. */
final class JsonScanner {
    private static final int MAX_DEPTH = 1000;
    private static final String VALUE = "looking for beginning of value";

    private final byte[] text;
    private int at;

    JsonScanner(byte[] text) {
        this.text = text;
    }

    /** Ends the walk. */
    static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1;

        Fault(String message) {
            super(message, null, false, false);
        }
    }

    int line() {
        int line = 1;
        for (int i = 0; i < at && i < text.length; i++) {
            line += text[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    boolean atEnd() {
        return blank() < 0;
    }

    /** The next byte that is no white space, where the walk now stands; -1 at the end. */
    private int blank() {
        while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
            at++;
        }
        return at < text.length ? text[at] & 0xff : -1;
    }

    private int here() {
        return at < text.length ? text[at] & 0xff : -1;
    }

    private Fault wrong(String where) {
        int c = here();
        if (c < 0) {
            return new Fault("unexpected EOF");
        }
        String shown = c == '\'' ? "'\\''" : c == '"' ? "'\"'" : c < 0x20 ? "'" + escape(c) + "'" : "'" + character()
                + "'";
        return new Fault("invalid character " + shown + " " + where);
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\x%02x", c);
        };
    }

    private String character() {
        String rest = new String(text, at, Math.min(4, text.length - at), StandardCharsets.UTF_8);
        return rest.substring(0, rest.offsetByCodePoints(0, 1));
    }

    void value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new Fault("exceeded max depth");
        }
        int c = blank();
        switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (c != '-' && (c < '0' || c > '9')) {
                    throw wrong(VALUE);
                }
                number();
            }
        }
    }

    private void object(int depth) {
        at++;
        if (blank() == '}') {
            at++;
            return;
        }
        while (true) {
            if (blank() != '"') {
                throw wrong("looking for beginning of object key string");
            }
            string();
            if (blank() != ':') {
                throw wrong("after object key");
            }
            at++;
            value(depth + 1);
            if (!another('}', "after object key:value pair")) {
                return;
            }
        }
    }

    private void array(int depth) {
        at++;
        if (blank() == ']') {
            at++;
            return;
        }
        do {
            value(depth + 1);
        } while (another(']', "after array element"));
    }

    private boolean another(char end, String where) {
        int c = blank();
        if (c != ',' && c != end) {
            throw wrong(where);
        }
        at++;
        return c == ',';
    }

    private void string() {
        at++;
        for (int c = here(); c != '"'; c = here()) {
            if (c < 0x20) {
                throw wrong("in string literal");
            }
            at++;
            if (c == '\\') {
                escaped();
            }
        }
        at++;
    }

    private void escaped() {
        int c = here();
        if (c < 0 || "\"\\/bfnrtu".indexOf(c) < 0) {
            throw wrong("in string escape code");
        }
        at++;
        for (int i = 0; c == 'u' && i < 4; i++) {
            if (Character.digit(here(), 16) < 0) {
                throw wrong("in \\u hexadecimal character escape");
            }
            at++;
        }
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (here() != word.charAt(i)) {
                throw wrong("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
            at++;
        }
    }

    private void number() {
        at += here() == '-' ? 1 : 0;
        if (here() == '0') {
            at++;
        } else {
            digits("in numeric literal");
        }
        if (here() == '.') {
            at++;
            digits("after decimal point in numeric literal");
        }
        if (here() == 'e' || here() == 'E') {
            at++;
            at += here() == '+' || here() == '-' ? 1 : 0;
            digits("in exponent of numeric literal");
        }
    }

    private void digits(String where) {
        if (here() < '0' || here() > '9') {
            throw wrong(where);
        }
        while (here() >= '0' && here() <= '9') {
            at++;
        }
    }
}
