package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.runtime.spec.SeccompArg;
import io.jocker.core.runtime.spec.SeccompRule;
import io.jocker.core.runtime.spec.SeccompSpec;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The default system call filter: an allow-list, read from {@code seccomp-default.txt}, and the rules that look
 * at arguments. A container's capabilities open what they need.
 */
public final class SeccompProfile {
    private static final String ALLOW = "SCMP_ACT_ALLOW";
    private static final String ERRNO = "SCMP_ACT_ERRNO";
    private static final String MASKED = "SCMP_CMP_MASKED_EQ";
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final Pattern HEAD = Pattern.compile("allow(?:\\((\\w+)\\))?(?:\\[(\\w+)])?");

    /** AF_MAX of the newest kernel we know. */
    private static final int SOCKET_FAMILIES = 46;
    private static final int AF_ALG = 38;
    private static final int AF_VSOCK = 40;
    private static final BigInteger LOW_32_BITS = BigInteger.valueOf(0xffffffffL);
    /** CLONE_NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET, NEWCGROUP. */
    private static final long NAMESPACE_FLAGS = 0x7E020000L;
    /** PER_LINUX, PER_LINUX32, UNAME26, both, and "only tell me". */
    private static final long[] PERSONALITIES = {0, 8, 0x20000, 0x20008, 0xffffffffL};

    private record Group(String capability, String architecture, List<String> names) {
    }

    private final List<Group> groups;
    private final String architecture;

    /** Reads the list; {@code architecture} is Docker's name, {@code amd64} or {@code arm64}. */
    public SeccompProfile(String architecture) {
        this.architecture = architecture;
        this.groups = parse(read());
    }

    /** The filter for a container with these capabilities. */
    public SeccompSpec forCapabilities(Collection<String> capabilities) {
        List<SeccompRule> rules = new ArrayList<>();
        for (Group group : groups) {
            boolean capable = group.capability == null || capabilities.contains(group.capability);
            boolean here = group.architecture == null || group.architecture.equals(architecture);
            if (capable && here) {
                rules.add(new SeccompRule(group.names, ALLOW, null, null));
            }
        }
        socketRules(rules);
        for (long personality : PERSONALITIES) {
            rules.add(conditional("personality", 0, BigInteger.valueOf(personality), null, "SCMP_CMP_EQ"));
        }
        if (!capabilities.contains("CAP_SYS_ADMIN")) {
            rules.add(conditional("clone", 0, BigInteger.valueOf(NAMESPACE_FLAGS), BigInteger.ZERO, MASKED));
            // Its flags are behind a pointer; C libraries fall back to clone when it does not exist.
            rules.add(new SeccompRule(List.of("clone3"), ERRNO, ENOSYS, null));
        }
        return new SeccompSpec(ERRNO, EPERM, architectures(), List.copyOf(rules));
    }

    /** The filter that a profile of the user's own makes; INVALID for what is no profile. */
    public SeccompSpec custom(String json, Collection<String> capabilities) {
        return CustomSeccomp.parse(json, capabilities, architecture);
    }

    private List<String> architectures() {
        // x32 is left out on purpose: its calls are refused outright.
        return architecture.equals("arm64") ? List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM")
                : List.of("SCMP_ARCH_X86_64", "SCMP_ARCH_X86");
    }

    private static void socketRules(List<SeccompRule> rules) {
        // The kernel looks at 32 bits of the family: a comparison of 64 would be passed by setting bit 32.
        for (int family = 0; family < SOCKET_FAMILIES; family++) {
            if (family != AF_ALG && family != AF_VSOCK) {
                rules.add(conditional("socket", 0, LOW_32_BITS, BigInteger.valueOf(family), MASKED));
            }
        }
    }

    private static SeccompRule conditional(String name, int index, BigInteger value, BigInteger two, String op) {
        return new SeccompRule(List.of(name), ALLOW, null, List.of(new SeccompArg(index, value, two, op)));
    }

    private static List<Group> parse(String text) {
        List<Group> groups = new ArrayList<>();
        for (String line : text.split("\\R")) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" ")) {
                groups.get(groups.size() - 1).names.addAll(List.of(line.strip().split("\\s+")));
            } else {
                Matcher head = HEAD.matcher(line.strip());
                if (!head.matches()) {
                    throw EngineException.internal("seccomp-default.txt: not understood: " + line, null);
                }
                groups.add(new Group(head.group(1), head.group(2), new ArrayList<>()));
            }
        }
        return groups;
    }

    private static String read() {
        try (InputStream in = SeccompProfile.class.getResourceAsStream("seccomp-default.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw EngineException.internal("cannot read the default seccomp profile", e);
        }
    }
}
