package io.jocker.cli.command.create;

import io.jocker.cli.client.CliException;
import java.nio.file.Path;

/** {@code --volume [SOURCE:]TARGET[:OPTIONS]}. */
final class VolumeSyntax {
    private VolumeSyntax() {
    }

    /** Whether it has no source, so that the engine makes a volume for it. */
    static boolean isAnonymous(String text) {
        if (text.isEmpty()) {
            throw new CliException(125, "invalid empty volume spec");
        }
        return !text.contains(":") || text.length() <= 2;
    }

    /** As the engine takes it: a source that is relative to the caller's folder is made absolute. */
    static String bind(String text, Path folder) {
        String[] parts = text.split(":", -1);
        for (int i = 0; i < Math.min(parts.length, 3); i++) {
            if (parts[i].isEmpty()) {
                throw new CliException(125, "invalid spec: " + text + ": empty section between colons");
            }
        }
        boolean relative = parts[0].equals(".") || parts[0].startsWith("./") || parts[0].startsWith("..");
        return relative ? folder.resolve(parts[0]).normalize() + text.substring(parts[0].length()) : text;
    }
}
