package io.jocker.cli.command.files;

import java.nio.file.Path;

/** A path split as Docker's rules of copying split it: {@code dir/.} is the contents of a directory. */
record TreePath(String folder, String name) {
    /** Splits; a path that ends in {@code .} keeps it as its name. */
    static TreePath of(String path) {
        String clean = clean(path);
        if (lastIsDot(path)) {
            clean = (clean.equals("/") ? "" : clean) + "/.";
        }
        int slash = clean.lastIndexOf('/');
        return new TreePath(clean.substring(0, slash + 1), clean.substring(slash + 1));
    }

    /** Without {@code .}, {@code ..} and double slashes. */
    static String clean(String path) {
        String clean = Path.of(path).normalize().toString();
        return clean.isEmpty() ? "." : clean;
    }

    static boolean lastIsDot(String path) {
        return path.equals(".") || path.endsWith("/.");
    }

    /** Whether it can only be a directory. */
    static boolean assertsDirectory(String path) {
        return path.endsWith("/") || lastIsDot(path);
    }

    /** A cleaned path with the end that the user wrote. */
    static String keepEnd(String clean, String written) {
        String whole = clean;
        if (lastIsDot(written) && !lastIsDot(whole)) {
            whole += whole.endsWith("/") ? "." : "/.";
        } else if (written.endsWith("/") && !whole.endsWith("/")) {
            whole += "/";
        }
        return whole;
    }
}
