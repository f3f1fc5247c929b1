package io.jocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Docker's own client, where there is one, and ours get the same template and the same answer of the engine. */
class SameTemplateTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String CONTAINER = """
            {"Id":"%s","Created":"2024-01-02T03:04:05.678Z","Path":"sh","Args":["-c","x"],"Name":"/name",
            "RestartCount":0,"State":{"Status":"running","Running":true,"Paused":false,"Pid":4321,"ExitCode":0,
            "StartedAt":"2024-01-02T03:04:06Z"},"HostConfig":{"Memory":1048576,"NanoCpus":1500000000,
            "Binds":["/a:/b"],"LogConfig":{"Type":"json-file","Config":{"max-size":"1m"}}},
            "Mounts":[{"Type":"bind","Source":"/a","Destination":"/b","Mode":"","RW":true,"Propagation":"rprivate"}],
            "Config":{"Hostname":"h","Domainname":"","Env":["A=1","B=2","C=<3>"],"Cmd":["sh","-c","x"],
            "Labels":{"b":"2","k.x":"v"},"Volumes":null,"OnBuild":null},
            "NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"}]}}}""".formatted(ID);

    @TempDir
    static Path folder;

    static Stream<String> templates() throws IOException {
        try (var in = SameTemplateTest.class.getResourceAsStream("templates.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("#"))
                    .toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void bothClientsPrintTheSame(String template) throws Exception {
        try (FakeEngine engine = new FakeEngine().on("GET /containers/n/json", 200, CONTAINER)
                .onRaw("HEAD /_ping", DockerRun.PING)) {
            DockerRun docker = DockerRun.run(engine.host(), folder, "container", "inspect", "-f", template, "n");
            CliRun cli = new CliRun(engine.host()).run("container", "inspect", "-f", template, "n");
            assertEquals(docker.code() + "\n" + docker.text(), cli.code + "\n" + cli.out + cli.err);
        }
    }
}
