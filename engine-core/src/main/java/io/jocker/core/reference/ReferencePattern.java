package io.jocker.core.reference;

import io.jocker.core.EngineException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for names in the notation of Go's {@code path.Match}: {@code *} and {@code ?} do not match {@code /},
 * {@code [a-z]} is a class, a backslash quotes. It may be meant for the name with or without tag.
 */
public final class ReferencePattern {
    private final Pattern pattern;

    /**
     * Compiles a pattern.
     *
     * @throws EngineException INVALID for a syntax error
     */
    public ReferencePattern(String glob) {
        try {
            this.pattern = Pattern.compile(regex(glob));
        } catch (PatternSyntaxException e) {
            throw EngineException.invalid("invalid filter 'reference=[" + glob + "]': syntax error in pattern");
        }
    }

    /** Whether the name fits, with or without its tag. */
    public boolean matches(ImageReference reference) {
        return pattern.matcher(reference.familiar()).matches()
                || pattern.matcher(reference.familiarRepository()).matches();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean inClass = false;
        boolean quoted = false;
        for (char c : glob.toCharArray()) {
            if (quoted || !inClass && c != '\\' && "[*?".indexOf(c) < 0) {
                regex.append(Pattern.quote(String.valueOf(c)));
                quoted = false;
            } else if (c == '\\') {
                quoted = true;
            } else if (inClass) {
                inClass = c != ']';
                regex.append(c == '[' || c == '&' ? "\\" + c : String.valueOf(c));
            } else if (c == '[') {
                inClass = true;
                regex.append('[');
            } else {
                regex.append(c == '*' ? "[^/]*" : "[^/]");
            }
        }
        return regex.toString();
    }
}
