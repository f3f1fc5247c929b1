package io.jocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jocker.cli.client.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Docker's own client, where there is one, and ours get the same flags: requests, messages and codes are equal. */
class SameRequestTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    /** Maps whose entries are the user's: an empty value in them says something. */
    private static final Set<String> NAMED = Set.of("Volumes", "Tmpfs", "ExposedPorts", "PortBindings", "Labels",
            "Annotations", "Options", "Config", "StorageOpt", "Sysctls", "EndpointsConfig");
    /** Members that say nothing in these values, and which one of the clients leaves out. */
    private static final Map<String, Object> USUAL = Map.of("NetworkMode", "default",
            "NetworkingConfig", Map.of("EndpointsConfig", Map.of("default", Map.of())), "MemorySwappiness", -1L,
            "RestartPolicy", Map.of("Name", "no"), "ConsoleSize", List.of(0L, 0L));
    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|\\S+");

    @TempDir
    static Path folder;

    private record Outcome(int code, String message, Object body) {
    }

    @BeforeAll
    static void files() throws IOException {
        Files.writeString(folder.resolve("vars"), "# no\nA=b\n  C=d e \nPATH\nNOT_THERE\n");
        Files.writeString(folder.resolve("labels"), "a=b\n\n# c\n");
        Files.writeString(folder.resolve("bad1"), "A=b\n=x\n");
        Files.writeString(folder.resolve("bad2"), "A b=x\n");
    }

    static Stream<String> lines() throws IOException {
        try (var in = SameRequestTest.class.getResourceAsStream("create-flags.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("#"))
                    .toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void bothClientsSayTheSame(String line) throws Exception {
        assertEquals(ofDocker(line), ofJocker(line));
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>(List.of("create"));
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1).replaceAll("\\\\(.)", "$1") : word.group());
        }
        words.addAll(List.of("image", "word"));
        return words;
    }

    private static FakeEngine engine() throws IOException {
        return new FakeEngine().on("POST /containers/create", 201, "{\"Id\":\"" + ID + "\",\"Warnings\":[]}")
                .onRaw("HEAD /_ping", DockerRun.PING);
    }

    private static Outcome ofDocker(String line) throws IOException, InterruptedException {
        Files.deleteIfExists(folder.resolve("cid"));
        try (FakeEngine engine = engine()) {
            DockerRun docker = DockerRun.run(engine.host(), folder, words(line).toArray(String[]::new));
            return outcome(docker.code(), docker.text(), engine);
        }
    }

    private static Outcome ofJocker(String line) throws IOException {
        Files.deleteIfExists(folder.resolve("cid"));
        try (FakeEngine engine = engine()) {
            CliRun cli = new CliRun(engine.host());
            cli.environment.put("PATH", System.getenv("PATH"));
            cli.directory = folder;
            cli.run(words(line).toArray(String[]::new));
            return outcome(cli.code, cli.out + cli.err, engine);
        }
    }

    private static Outcome outcome(int code, String text, FakeEngine engine) throws IOException {
        boolean asked = engine.lines().stream().anyMatch(l -> l.contains("/containers/create"));
        Object body = asked ? pruned(Json.read(new ByteArrayInputStream(engine.body("POST /containers/create")
                .getBytes(StandardCharsets.UTF_8))), false) : null;
        String message = text.replace("docker", "jocker").replaceAll("\n\n+(Usage: .*\n+)?Run '.*\n*$", "").strip();
        return new Outcome(code, message, body);
    }

    /** Without what says nothing. */
    private static Object pruned(Object value, boolean named) {
        if (!(value instanceof Map<?, ?> map)) {
            return value instanceof List<?> list ? list.stream().map(v -> pruned(v, false)).toList() : value;
        }
        Map<String, Object> kept = new TreeMap<>();
        Map<String, Object> all = new LinkedHashMap<>();
        map.forEach((k, v) -> all.put(k.toString(), v));
        all.forEach((name, given) -> {
            // Docker's client keeps these in maps, whose order is another each time.
            Object member = Set.of("Binds", "Env", "Links").contains(name) && given instanceof List<?> texts
                    ? texts.stream().map(Object::toString).sorted().toList() : pruned(given, NAMED.contains(name));
            boolean empty = member == null || List.of("", false, 0L, Map.of(), List.of()).contains(member);
            boolean paths = name.equals("MaskedPaths") || name.equals("ReadonlyPaths");
            if (named || paths && given != null || name.equals("StopTimeout") && given != null
                    || !empty && !member.equals(USUAL.get(name))) {
                kept.put(name, member);
            }
        });
        return kept;
    }
}
