package io.jocker.core.container.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.runtime.spec.MountSpec;
import io.jocker.core.runtime.spec.NamespaceSpec;
import io.jocker.core.runtime.spec.Spec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecBuilderTest {
    private static final String ID = "ab".repeat(32);

    private final ObjectMapper json = new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);
    private final HostFacts facts = new HostFacts(List.of(0, 1), "/jocker", 8192, Path.of("/scaffold"),
            Path.of("/cache"), true, false);

    private Spec build(String config, String host) throws IOException {
        return new SpecBuilder(facts, new SeccompProfile("amd64")).build(new SpecBuilder.Input(ID,
                json.readValue(config, ContainerConfig.class), json.readValue(host, HostConfig.class),
                List.of("/bin/true"), Path.of("/root/fs"), Map.of("/etc/hosts", Path.of("/data/hosts")), List.of(),
                NamespaceJoiner.Joined.NONE));
    }

    private static List<String> namespaces(Spec spec) {
        return spec.linux().namespaces().stream().map(NamespaceSpec::type).toList();
    }

    private static MountSpec mount(Spec spec, String target) {
        return spec.mounts().stream().filter(m -> m.destination().equals(target)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{}",
        "{\"Privileged\":true}",
        "{\"Memory\":67108864,\"NanoCpus\":500000000,\"PidsLimit\":7,\"CpusetCpus\":\"0\",\"ReadonlyRootfs\":true}",
        "{\"CapAdd\":[\"ALL\"],\"Sysctls\":{\"net.ipv4.ip_forward\":\"1\"},\"Tmpfs\":{\"/t\":\"size=1m,exec\"}}",
        "{\"Ulimits\":[{\"Name\":\"nofile\",\"Soft\":-1,\"Hard\":-1}],\"ConsoleSize\":[24,80]}",
        "{\"NetworkMode\":\"host\",\"PidMode\":\"host\",\"IpcMode\":\"host\",\"UTSMode\":\"host\"}"})
    void whatIsWrittenIsValidByTheSpecificationsOwnSchema(String host) throws IOException {
        Path schemas = Path.of(System.getProperty("jocker.checkout", ".."), "../shared/reference/oci-runtime");
        Assumptions.assumeTrue(Files.isDirectory(schemas), "the OCI runtime schemas are not beside the checkout");
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(schemas.toRealPath().resolve("config-schema.json").toUri());
        JsonNode document = json.valueToTree(build("{\"Tty\":true,\"Hostname\":\"h\"}", host));
        Set<ValidationMessage> problems = schema.validate(document);
        assertEquals(Set.of(), problems);
    }

    @Test
    void namespacesAreAllPrivateUnlessTheHostsAreAskedFor() throws IOException {
        assertEquals(List.of("mount", "network", "uts", "pid", "ipc", "cgroup", "time"), namespaces(build("{}", "{}")));
        assertEquals(List.of("mount", "cgroup", "time"), namespaces(build("{}",
                "{\"NetworkMode\":\"host\",\"PidMode\":\"host\",\"IpcMode\":\"host\",\"UTSMode\":\"host\"}")));
    }

    @Test
    void aPlainContainerIsConfined() throws IOException {
        Spec spec = build("{}", "{}");
        assertEquals(List.of(), spec.process().capabilities().inheritable());
        assertEquals(List.of(), spec.process().capabilities().ambient());
        assertTrue(spec.linux().maskedPaths().containsAll(List.of("/proc/kcore", "/sys/firmware", "/proc/keys",
                "/sys/devices/system/cpu/cpu1/thermal_throttle")));
        assertTrue(spec.linux().readonlyPaths().contains("/proc/sys"));
        assertFalse(spec.linux().resources().devices().get(0).allow(), "the first rule denies every device");
        assertEquals("rwm", spec.linux().resources().devices().get(0).access());
        assertEquals(8192, spec.linux().resources().pids().limit(), "a ceiling that the API does not show");
        assertTrue(mount(spec, "/sys").options().contains("ro"));
        assertTrue(mount(spec, "/sys/fs/cgroup").options().contains("ro"));
        assertEquals("/jocker/" + ID, spec.linux().cgroupsPath());
    }

    @Test
    void aPrivilegedOneIsNot() throws IOException {
        Spec spec = build("{}", "{\"Privileged\":true}");
        assertNull(spec.linux().seccomp());
        assertNull(spec.linux().maskedPaths());
        assertEquals(Capabilities.ALL, spec.process().capabilities().bounding());
        assertTrue(mount(spec, "/sys").options().contains("rw"));
        assertTrue(spec.linux().devices().stream().noneMatch(d -> d.path().equals("/dev/null")),
                "the usual nodes are the runtime's own");
    }

    @Test
    void theEnvironmentHasPathAndWhatWasGivenLast() throws IOException {
        List<String> env = build(
                "{\"Hostname\":\"h\",\"Tty\":true,\"Env\":[\"A=1\",\"TERM=x\",\"PATH=/p\",\"HOSTNAME\"]}",
                "{}").process().env();
        assertEquals(Set.of("A=1", "TERM=x", "PATH=/p"), Set.copyOf(env));
    }

    @Test
    void limitsBecomeControlGroupValues() throws IOException {
        var resources = build("{}", "{\"Memory\":67108864,\"NanoCpus\":1500000000,\"PidsLimit\":-1}").linux()
                .resources();
        assertEquals(67108864L, resources.memory().limit());
        assertEquals(2 * 67108864L, resources.memory().swap());
        assertEquals(150_000L, resources.cpu().quota());
        assertEquals(100_000L, resources.cpu().period());
        assertEquals(-1L, resources.pids().limit());
    }

    @Test
    void temporaryFileSystemsKeepTheirDefaultsUnlessTold() throws IOException {
        Spec spec = build("{}", "{\"Tmpfs\":{\"/a\":\"\",\"/b\":\"exec,size=1m\"}}");
        assertEquals(List.of("noexec", "nosuid", "nodev"), mount(spec, "/a").options());
        assertEquals(List.of("nosuid", "nodev", "exec", "size=1m"), mount(spec, "/b").options());
    }
}
