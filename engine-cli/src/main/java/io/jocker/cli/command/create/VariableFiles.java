package io.jocker.cli.command.create;

import io.jocker.cli.client.CliException;
import io.jocker.cli.command.Pairs;
import io.jocker.cli.command.Session;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Variables and labels, from files and from flags. */
public final class VariableFiles {
    private static final int ENGINE_FAILED = 125;

    private final Session session;

    /** Files are relative to the folder of {@code session}, and variables without a value are its environment's. */
    public VariableFiles(Session session) {
        this.session = session;
    }

    /** Files first, then the flags; a bare name takes its value from the caller's environment, if there. */
    public List<String> environment(List<Path> files, List<String> flags) throws IOException {
        List<String> result = new ArrayList<>();
        for (Path file : files) {
            for (String line : lines(file)) {
                addVariable(result, line);
            }
        }
        for (String variable : flags) {
            if (variable.startsWith("=") || variable.isEmpty()) {
                throw CliException.badFlag(variable, "-e, --env", "invalid environment variable: " + variable);
            }
            String value = session.environment().get(variable);
            // A name that is not there either is sent all the same: it takes the image's variable away.
            result.add(variable.contains("=") || value == null ? variable : variable + "=" + value);
        }
        return result;
    }

    /** Files first, then the flags, which win. */
    Map<String, String> labels(List<Path> files, List<String> flags) throws IOException {
        List<String> all = new ArrayList<>();
        for (Path file : files) {
            all.addAll(lines(file));
        }
        for (String label : flags) {
            if (label.startsWith("=") || label.isEmpty()) {
                throw CliException.badFlag(label, "-l, --label", "invalid label '" + label + "': empty name");
            }
            all.add(label);
        }
        return Pairs.map(all);
    }

    /** A file's lines without comments and empty ones. */
    private List<String> lines(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(session.directory().resolve(file));
        } catch (NoSuchFileException e) {
            throw new CliException(ENGINE_FAILED, "open " + file + ": no such file or directory");
        } catch (AccessDeniedException e) {
            throw new CliException(ENGINE_FAILED, "open " + file + ": permission denied");
        } catch (CharacterCodingException e) {
            throw new CliException(ENGINE_FAILED, "invalid env file (" + file + "): it is not valid UTF-8");
        }
        List<String> kept = new ArrayList<>();
        for (String line : lines) {
            String text = line.replace("\uFEFF", "").stripLeading();
            if (!text.isEmpty() && !text.startsWith("#")) {
                kept.add(checked(text, file));
            }
        }
        return kept;
    }

    private static String checked(String line, Path file) {
        String name = line.contains("=") ? line.substring(0, line.indexOf('=')) : line;
        if (name.isEmpty()) {
            throw new CliException(ENGINE_FAILED, "invalid env file (" + file + "): no variable name on line '"
                    + line + "'");
        }
        if (name.chars().anyMatch(Character::isWhitespace)) {
            throw new CliException(ENGINE_FAILED, "invalid env file (" + file + "): variable '" + name
                    + "' contains whitespaces");
        }
        return line;
    }

    private void addVariable(List<String> result, String variable) {
        String value = session.environment().get(variable);
        if (variable.contains("=")) {
            result.add(variable);
        } else if (value != null) {
            result.add(variable + "=" + value);
        }
    }
}
