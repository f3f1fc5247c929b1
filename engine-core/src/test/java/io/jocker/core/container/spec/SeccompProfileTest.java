package io.jocker.core.container.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jocker.core.runtime.spec.SeccompArg;
import io.jocker.core.runtime.spec.SeccompRule;
import io.jocker.core.runtime.spec.SeccompSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class SeccompProfileTest {
    private static final long MASK_32 = 0xffffffffL;

    private final SeccompProfile profile = new SeccompProfile("amd64");
    private final SeccompSpec usual = profile.forCapabilities(Capabilities.DEFAULT);

    private static Set<String> allowedWithoutCondition(SeccompSpec spec) {
        Set<String> names = new HashSet<>();
        for (SeccompRule rule : spec.syscalls()) {
            if (rule.action().equals("SCMP_ACT_ALLOW") && rule.args() == null) {
                names.addAll(rule.names());
            }
        }
        return names;
    }

    /** Whether a rule lets socket(2) pass with this 64-bit first argument. */
    private boolean socketPasses(long family) {
        for (SeccompRule rule : usual.syscalls()) {
            if (rule.names().contains("socket")) {
                SeccompArg arg = rule.args().get(0);
                assertEquals("SCMP_CMP_MASKED_EQ", arg.op(), "compared as 32 bits");
                if ((family & arg.value().longValue()) == arg.valueTwo().longValue()) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void everythingThatIsNotNamedAnswersEperm() {
        assertEquals("SCMP_ACT_ERRNO", usual.defaultAction());
        assertEquals(1, usual.defaultErrnoRet());
    }

    @Test
    void dangerousCallsAreNotAllowed() {
        Set<String> allowed = allowedWithoutCondition(usual);
        for (String call : List.of("mount", "umount2", "unshare", "setns", "bpf", "keyctl", "add_key", "request_key",
                "io_uring_setup", "io_uring_enter", "userfaultfd", "perf_event_open", "open_by_handle_at", "kexec_load",
                "init_module", "pivot_root", "swapon", "reboot", "fsopen", "open_tree", "move_mount", "pidfd_getfd",
                "kcmp", "quotactl", "acct", "clone3")) {
            assertFalse(allowed.contains(call), call);
        }
        assertTrue(allowed.containsAll(List.of("read", "openat", "execve", "futex", "chroot", "ptrace")));
    }

    @Test
    void algAndVsockSocketsAreRefusedWhateverTheUpperBitsSay() {
        assertTrue(socketPasses(1));
        assertTrue(socketPasses(2));
        for (long family : new long[] {38, 40}) {
            assertFalse(socketPasses(family));
            assertFalse(socketPasses(family | 1L << 32), "with bit 32 set");
            assertFalse(socketPasses(family | MASK_32 << 32));
        }
    }

    @Test
    void clone3DoesNotExistAndX32IsNoArchitecture() {
        SeccompRule clone3 = usual.syscalls().stream().filter(r -> r.names().contains("clone3")).findFirst()
                .orElseThrow();
        assertEquals(38, clone3.errnoRet());
        assertEquals(List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86"), usual.architectures());
    }

    @Test
    void capabilitiesOpenWhatTheyNeed() {
        Set<String> admin = allowedWithoutCondition(profile.forCapabilities(List.of("CAP_SYS_ADMIN")));
        assertTrue(admin.containsAll(List.of("mount", "setns", "clone3", "unshare")));
        assertFalse(allowedWithoutCondition(profile.forCapabilities(List.of())).contains("chroot"));
    }

    @Test
    void nothingIsAllowedThatTheReferenceProfileDenies() throws IOException {
        Path reference = Path.of(System.getProperty("jocker.checkout", ".."))
                .resolve("../shared/reference/seccomp-docker-default.json");
        Assumptions.assumeTrue(Files.exists(reference), "the reference profile is not beside the checkout");
        Set<String> theirs = new HashSet<>();
        for (JsonNode rule : new ObjectMapper().readTree(reference.toFile()).get("syscalls")) {
            boolean caps = rule.path("includes").has("caps");
            if (rule.get("action").asText().equals("SCMP_ACT_ALLOW")
                    && (!caps || Capabilities.DEFAULT.contains(rule.path("includes").get("caps").get(0).asText()))) {
                rule.get("names").forEach(n -> theirs.add(n.asText()));
            }
        }
        Set<String> ours = allowedWithoutCondition(usual);
        ours.removeAll(theirs);
        assertEquals(Set.of(), ours);
    }
}
