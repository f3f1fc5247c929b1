package io.jocker.core.container.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jocker.core.EngineException;
import io.jocker.core.runtime.spec.SeccompArg;
import io.jocker.core.runtime.spec.SeccompRule;
import io.jocker.core.runtime.spec.SeccompSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A seccomp profile of the user's own, in Docker's format: the OCI specification's, with {@code archMap} and, for each
 * rule, {@code includes} and {@code excludes} by capability, architecture and kernel.
 */
final class CustomSeccomp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");

    private CustomSeccomp() {
    }

    /**
     * The filter for a container with these capabilities.
     *
     * @param architecture Docker's name, {@code amd64} or {@code arm64}
     * @throws EngineException INVALID, with Docker's words, for what is no profile
     */
    static SeccompSpec parse(String json, Collection<String> capabilities, String architecture) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw EngineException.invalid("Decoding seccomp profile failed: " + e.getOriginalMessage());
        }
        if (root == null || !root.isObject() || !root.path("defaultAction").isTextual()) {
            throw EngineException.invalid("Decoding seccomp profile failed: it has no defaultAction");
        }
        if (root.hasNonNull("architectures") && root.hasNonNull("archMap")) {
            throw EngineException.invalid("'architectures' and 'archMap' were specified in the seccomp profile, use "
                    + "either 'architectures' or 'archMap'");
        }
        List<SeccompRule> rules = new ArrayList<>();
        for (JsonNode call : root.path("syscalls")) {
            if (applies(call, capabilities, architecture)) {
                rules.add(rule(call));
            }
        }
        return new SeccompSpec(root.path("defaultAction").textValue(), number(root, "defaultErrnoRet"),
                architectures(root, architecture), rules);
    }

    private static List<String> architectures(JsonNode root, String architecture) {
        Set<String> all = new LinkedHashSet<>();
        root.path("architectures").forEach(a -> all.add(a.asText()));
        String own = architecture.equals("arm64") ? "SCMP_ARCH_AARCH64" : "SCMP_ARCH_X86_64";
        for (JsonNode entry : root.path("archMap")) {
            if (entry.path("architecture").asText().equals(own)) {
                all.add(own);
                entry.path("subArchitectures").forEach(a -> all.add(a.asText()));
            }
        }
        return all.isEmpty() ? null : List.copyOf(all);
    }

    private static SeccompRule rule(JsonNode call) {
        List<String> names = new ArrayList<>();
        if (call.hasNonNull("name")) {
            names.add(call.path("name").asText());
        }
        call.path("names").forEach(n -> names.add(n.asText()));
        if (names.isEmpty() || !call.path("action").isTextual()) {
            throw EngineException.invalid("Decoding seccomp profile failed: a rule has no names or no action");
        }
        List<SeccompArg> arguments = new ArrayList<>();
        for (JsonNode argument : call.path("args")) {
            arguments.add(new SeccompArg(argument.path("index").asInt(), argument.path("value").bigIntegerValue(),
                    argument.path("valueTwo").bigIntegerValue(), argument.path("op").asText()));
        }
        return new SeccompRule(names, call.path("action").textValue(), number(call, "errnoRet"),
                arguments.isEmpty() ? null : arguments);
    }

    private static Integer number(JsonNode node, String name) {
        return node.hasNonNull(name) ? Integer.valueOf(node.path(name).asInt()) : null;
    }

    private static boolean applies(JsonNode call, Collection<String> capabilities, String architecture) {
        JsonNode includes = call.path("includes");
        JsonNode excludes = call.path("excludes");
        boolean here = !includes.path("arches").elements().hasNext() || has(includes, "arches", architecture);
        boolean capable = true;
        for (JsonNode capability : includes.path("caps")) {
            capable &= capabilities.contains(capability.asText());
        }
        boolean excluded = has(excludes, "arches", architecture);
        for (JsonNode capability : excludes.path("caps")) {
            excluded |= capabilities.contains(capability.asText());
        }
        String least = includes.path("minKernel").asText("");
        String tooNew = excludes.path("minKernel").asText("");
        return here && capable && !excluded && (least.isEmpty() || kernelIsAtLeast(least))
                && (tooNew.isEmpty() || !kernelIsAtLeast(tooNew));
    }

    private static boolean has(JsonNode filter, String list, String word) {
        for (JsonNode item : filter.path(list)) {
            if (item.asText().equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean kernelIsAtLeast(String version) {
        try {
            String[] here = Files.readString(RELEASE).strip().split("\\D+");
            String[] wanted = version.split("\\.");
            int major = Integer.compare(Integer.parseInt(here[0]), Integer.parseInt(wanted[0]));
            return major > 0 || major == 0 && Integer.parseInt(here[1]) >= Integer.parseInt(wanted[1]);
        } catch (java.io.IOException e) {
            throw EngineException.internal("cannot read the kernel's release", e);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw EngineException.invalid("Decoding seccomp profile failed: minKernel \"" + version
                    + "\" is not MAJOR.MINOR");
        }
    }
}
