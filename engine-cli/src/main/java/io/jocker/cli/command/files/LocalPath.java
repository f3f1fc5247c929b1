package io.jocker.cli.command.files;

import io.jocker.cli.client.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Paths of the caller's machine, as the rules of copying read them: the words of a trailing slash count. */
final class LocalPath {
    private static final int MOST_LINKS = 10;

    private LocalPath() {
    }

    /** The absolute path, with its trailing {@code /} or {@code /.} kept. */
    static String absolute(Path folder, String text) {
        String path = folder.resolve(text).normalize().toString();
        return TreePath.keepEnd(path, text);
    }

    /**
     * The path of a file to write.
     *
     * @throws CliException if its folder is not there, or it is a device or the like
     */
    static Path checkedOutput(Path folder, String text) {
        Path path = folder.resolve(text);
        Path parent = path.toAbsolutePath().normalize().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new CliException("invalid output path: directory \"" + parent + "\" does not exist");
        }
        if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
            throw new CliException("invalid output path: \"" + text + "\" must be a directory or a regular file: "
                    + "got a device");
        }
        return path;
    }

    /** Where the links at a path lead, one after the other, though nothing may be there. */
    static String followed(String path) throws IOException {
        String at = path;
        for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(Path.of(at)) && !TreePath.assertsDirectory(at); i++) {
            at = Path.of(at).resolveSibling(Files.readSymbolicLink(Path.of(at))).normalize().toString();
        }
        return at;
    }

    /** Whether something is there, links not followed. */
    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
