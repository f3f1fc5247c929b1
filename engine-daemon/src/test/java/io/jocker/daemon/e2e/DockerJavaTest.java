package io.jocker.daemon.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The library that Testcontainers and others drive engines with, against ours. */
class DockerJavaTest extends DaemonTest {
    private DockerClient docker;

    /** Keeps what arrives, as text by stream. */
    private static final class Lines extends ResultCallback.Adapter<Frame> {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void onNext(Frame frame) {
            String stream = frame.getStreamType() == StreamType.STDERR ? "err " : "out ";
            seen.add(stream + new String(frame.getPayload(), StandardCharsets.UTF_8));
        }
    }

    @BeforeEach
    void connect() {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost("unix://" + daemon.socket()).withDockerTlsVerify(false).build();
        docker = DockerClientImpl.getInstance(config, new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost()).build());
    }

    @AfterEach
    void disconnect() throws IOException {
        docker.close();
    }

    @Test
    void aContainerFromItsCreationToItsRemoval() throws InterruptedException {
        docker.pingCmd().exec();
        assertEquals("1.51", docker.versionCmd().exec().getApiVersion());
        assertEquals("overlay2", docker.infoCmd().exec().getDriver());
        assertTrue(docker.listImagesCmd().exec().stream().anyMatch(i -> i.getRepoTags()[0].equals("busybox:latest")));
        String id = docker.createContainerCmd("busybox").withName("java").withEnv("A=b")
                .withCmd("sh", "-c", "echo $A; echo wrong >&2; exit 3")
                .withHostConfig(HostConfig.newHostConfig().withMemory(32L << 20).withNetworkMode("none")).exec()
                .getId();
        docker.startContainerCmd(id).exec();
        assertEquals(3, docker.waitContainerCmd(id).exec(new WaitContainerResultCallback()).awaitStatusCode());
        InspectContainerResponse report = docker.inspectContainerCmd("java").exec();
        assertFalse(Boolean.TRUE.equals(report.getState().getRunning()));
        assertEquals(32L << 20, report.getHostConfig().getMemory());
        Lines lines = docker.logContainerCmd(id).withStdOut(true).withStdErr(true).exec(new Lines());
        assertTrue(lines.awaitCompletion(10, TimeUnit.SECONDS));
        assertEquals(List.of("err wrong\n", "out b\n"), lines.seen.stream().sorted().toList());
        assertEquals("java", docker.listContainersCmd().withShowAll(true).exec().get(0).getNames()[0].substring(1));
        docker.removeContainerCmd(id).exec();
        assertThrows(NotFoundException.class, () -> docker.inspectContainerCmd(id).exec());
    }

    @Test
    void inputIsTypedIntoAContainer() throws InterruptedException {
        String id = docker.createContainerCmd("busybox").withCmd("cat").withStdinOpen(true).withStdInOnce(true)
                .withAttachStdin(true).exec().getId();
        Lines lines = docker.attachContainerCmd(id).withStdIn(new ByteArrayInputStream("typed\n".getBytes(
                StandardCharsets.US_ASCII))).withStdOut(true).withFollowStream(true).exec(new Lines());
        docker.startContainerCmd(id).exec();
        Eventually.holds("what was typed comes back", () -> lines.seen.contains("out typed\n"));
        assertThrows(ConflictException.class, () -> docker.removeContainerCmd(id).exec());
        docker.removeContainerCmd(id).withForce(true).exec();
    }
}
