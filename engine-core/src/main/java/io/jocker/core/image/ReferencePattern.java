package io.jocker.core.image;

import io.jocker.core.EngineException;
import io.jocker.core.reference.ImageReference;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for names in the notation of Go's {@code path.Match}: {@code *} and {@code ?} do not match {@code /},
 * {@code [a-z]} is a class, a backslash quotes. It may be meant for the name with or without tag.
 */
final class ReferencePattern {
    private final Pattern pattern;

    ReferencePattern(String glob) {
        try {
            this.pattern = Pattern.compile(regex(glob));
        } catch (PatternSyntaxException e) {
            throw EngineException.invalid("invalid filter 'reference=[" + glob + "]': syntax error in pattern");
        }
    }

    boolean matches(ImageReference reference) {
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
