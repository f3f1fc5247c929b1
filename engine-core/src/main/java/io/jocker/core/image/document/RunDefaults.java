package io.jocker.core.image.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image proposes for its containers (the field {@code config}). Texts are empty where nothing is stated;
 * {@code cmd}, {@code entrypoint} and {@code shell} tell an empty list from none.
 */
public record RunDefaults(
        List<String> env,
        Optional<List<String>> cmd,
        Optional<List<String>> entrypoint,
        String workingDir,
        String user,
        List<String> exposedPorts,
        List<String> volumes,
        Map<String, String> labels,
        String stopSignal,
        Optional<Healthcheck> healthcheck,
        Optional<List<String>> shell,
        List<String> onBuild,
        boolean argsEscaped) {
    /** Nothing proposed. */
    public static final RunDefaults NONE = new RunDefaults(List.of(), Optional.empty(), Optional.empty(), "", "",
            List.of(), List.of(), Map.of(), "", Optional.empty(), Optional.empty(), List.of(), false);

    static RunDefaults read(JsonDocument json) {
        return new RunDefaults(
                json.texts("Env").orElse(List.of()),
                json.texts("Cmd"),
                json.texts("Entrypoint"),
                json.text("WorkingDir"),
                json.text("User"),
                json.keys("ExposedPorts"),
                json.keys("Volumes"),
                json.textMap("Labels"),
                json.text("StopSignal"),
                json.object("Healthcheck").map(Healthcheck::read),
                json.texts("Shell"),
                json.texts("OnBuild").orElse(List.of()),
                json.flag("ArgsEscaped"));
    }
}
