package io.jocker.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** One run of Docker's own client: its exit code, and all that it printed. */
record DockerRun(int code, String text) {
    /** What it wants to hear first. */
    static final String PING = "HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nOstype: linux\r\nConnection: close\r\n"
            + "Content-Length: 0\r\n\r\n";

    /** Runs it against the engine at {@code host}; the test is skipped, saying so, where there is none. */
    static DockerRun run(String host, Path folder, String... arguments) throws IOException, InterruptedException {
        Path docker = Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(f -> Path.of(f, "docker"))
                .filter(Files::isExecutable).findFirst().orElse(null);
        if (docker == null) {
            System.out.println("SKIPPED: there is no docker command to compare with");
        }
        Assumptions.assumeTrue(docker != null, "there is no docker command to compare with");
        List<String> words = new ArrayList<>(List.of(docker.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().keySet().removeIf(n -> n.startsWith("DOCKER_"));
        builder.environment().put("DOCKER_HOST", host);
        builder.environment().put("DOCKER_CONFIG", folder.resolve("config").toString());
        builder.environment().put("DOCKER_API_VERSION", "1.50");
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(docker + " did not end");
        }
        return new DockerRun(process.exitValue(), text);
    }
}
