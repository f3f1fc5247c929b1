package io.jocker.cli.command.create;

import io.jocker.cli.client.CliException;
import io.jocker.cli.client.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code --security-opt}: profiles are files of the caller, so the caller reads them. */
final class SecuritySyntax {
    private static final String SECCOMP = "seccomp";

    private final List<String> options;
    private final Path folder;

    /** Profiles are relative to {@code folder}. */
    SecuritySyntax(List<String> options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /** Sets the members of a request. */
    void fill(Map<String, Object> host) throws IOException {
        List<String> sent = new ArrayList<>();
        for (String option : options) {
            if (option.equals("systempaths=unconfined")) {
                host.put("MaskedPaths", List.of());
                host.put("ReadonlyPaths", List.of());
            } else {
                sent.add(resolved(option));
            }
        }
        host.put("SecurityOpt", sent);
    }

    private String resolved(String option) throws IOException {
        int at = option.indexOf('=') >= 0 ? option.indexOf('=') : option.indexOf(':');
        if (at < 0) {
            if (option.equals("no-new-privileges")) {
                return option;
            }
            throw new CliException(125, "Invalid --security-opt: \"" + option + "\"");
        }
        String value = option.substring(at + 1);
        boolean file = option.substring(0, at).equals(SECCOMP) && !value.equals("unconfined")
                && !value.equals("builtin") && !value.startsWith("{");
        return file ? SECCOMP + "=" + profile(value) : option;
    }

    private String profile(String file) throws IOException {
        String text;
        try {
            text = Files.readString(folder.resolve(file));
        } catch (NoSuchFileException e) {
            throw new CliException(125, "opening seccomp profile (" + file + ") failed: open " + file
                    + ": no such file or directory");
        } catch (AccessDeniedException e) {
            throw new CliException(125, "opening seccomp profile (" + file + ") failed: open " + file
                    + ": permission denied");
        }
        try {
            return Json.write(Json.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            String start = text.strip();
            throw new CliException(125, "compacting json for seccomp profile (" + file + ") failed: "
                    + (start.isEmpty() ? "unexpected end of JSON input" : "{[\"".indexOf(start.charAt(0)) < 0
                    ? "invalid character '" + start.charAt(0) + "' looking for beginning of value" : e.getMessage()));
        }
    }
}
