package io.jocker.core.container.create;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HostConfig;
import io.jocker.core.container.logging.LogSettings;
import io.jocker.core.container.Signals;
import io.jocker.core.container.spec.Capabilities;
import io.jocker.core.container.health.HealthCheck;
import io.jocker.core.container.spec.EtcFiles;
import io.jocker.core.container.spec.HostDevices;
import io.jocker.core.container.spec.NamespaceJoiner;
import io.jocker.core.container.spec.OciRuntimes;
import io.jocker.core.container.spec.Resources;
import io.jocker.core.container.spec.RestartPolicies;
import io.jocker.core.container.spec.Rlimits;
import io.jocker.core.container.spec.SeccompProfile;
import io.jocker.core.container.spec.SecurityOptions;
import io.jocker.core.reference.Platform;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is refused at create: values that make no sense, and options that this engine knows but cannot honour
 * yet. Nothing that was asked for is passed over in silence.
 */
public final class CreateChecks {
    private static final Set<String> NETWORKS = Set.of("", "default", "bridge", "none", "host");

    private final int processors;
    private final NamespaceJoiner joiner;
    private final OciRuntimes runtimes;

    /** For a machine with so many processors. */
    public CreateChecks(int processors, NamespaceJoiner joiner, OciRuntimes runtimes) {
        this.processors = processors;
        this.joiner = joiner;
        this.runtimes = runtimes;
    }

    void check(ContainerConfig config, HostConfig host) {
        if (config.image() == null || config.image().isEmpty()) {
            throw EngineException.invalid("no image was specified: name one in the field Image");
        }
        checkWorkingDirectory(config);
        if (isJoined(host.networkMode()) && config.hostname() != null && !config.hostname().isEmpty()) {
            throw EngineException.invalid("conflicting options: hostname and the network mode");
        }
        checkEnvironment(config);
        Capabilities.resolve(host.capAdd(), host.capDrop(), host.privileged());
        SecurityOptions security = SecurityOptions.parse(host.securityOpt(), false);
        if (security.seccompProfile() != null) {
            new SeccompProfile(Platform.current().architecture()).custom(security.seccompProfile(), List.of());
        }
        Rlimits.of(host.ulimits());
        EtcFiles.extraLines(host.extraHosts());
        Resources.check(host, processors);
        if (config.stopSignal() != null && !config.stopSignal().isEmpty()) {
            Signals.parse(config.stopSignal());
        }
        HostDevices.check(host);
        runtimes.find(host.runtime());
        HealthCheck.check(config.healthcheck());
        checkModes(host);
        checkNotYet(config, host);
    }

    private static void checkWorkingDirectory(ContainerConfig config) {
        String directory = config.workingDir();
        if (directory != null && !directory.isEmpty() && !directory.startsWith("/")) {
            throw EngineException.invalid("the working directory '" + directory
                    + "' is invalid, it needs to be an absolute path");
        }
    }

    private static void checkEnvironment(ContainerConfig config) {
        for (String variable : config.env() == null ? List.<String>of() : config.env()) {
            if (variable.isEmpty() || variable.startsWith("=")) {
                throw EngineException.invalid("invalid environment variable: " + variable);
            }
        }
    }

    private static boolean isJoined(String mode) {
        return mode != null && mode.startsWith("container:") && mode.length() > "container:".length();
    }

    private void checkModes(HostConfig host) {
        if (!isJoined(host.ipcMode())) {
            mode("IPC mode", host.ipcMode(), Set.of("", "none", "private", "shareable", "host"));
        }
        if (!isJoined(host.pidMode())) {
            mode("PID mode", host.pidMode(), Set.of("", "private", "host"));
        }
        mode("UTS mode", host.utsMode(), Set.of("", "private", "host"));
        mode("cgroup namespace mode", host.cgroupnsMode(), Set.of("", "private", "host"));
        mode("user namespace mode", host.usernsMode(), Set.of("", "host"));
        String network = host.networkMode() == null ? "" : host.networkMode();
        if (!NETWORKS.contains(network) && !isJoined(network)) {
            throw EngineException.notFound("network " + network + " not found");
        }
        joiner.check(host);
        RestartPolicies.check(host.restartPolicy(), host.autoRemove());
        LogSettings.of(host.logConfig());
    }

    private static void mode(String what, String value, Set<String> known) {
        String given = value == null ? "" : value;
        if (!known.contains(given)) {
            throw EngineException.invalid("invalid " + what + ": " + given);
        }
    }

    private static void checkNotYet(ContainerConfig config, HostConfig host) {
        refuse("PortBindings", host.portBindings());
        refuse("DeviceRequests", host.deviceRequests());
        refuse("Links", host.links());
        refuse("StorageOpt", host.storageOpt());
        refuse("PublishAllPorts", host.publishAllPorts());
        refuse("NetworkDisabled", config.networkDisabled());
        refuse("MacAddress", config.macAddress() != null && !config.macAddress().isEmpty());
        refuse("VolumeDriver", host.volumeDriver() != null && !Set.of("", "local").contains(host.volumeDriver()));
        refuse("Isolation", host.isolation() != null && !Set.of("", "default").contains(host.isolation()));
    }

    private static void refuse(String field, Collection<?> value) {
        refuse(field, value != null && !value.isEmpty());
    }

    private static void refuse(String field, Map<?, ?> value) {
        refuse(field, value != null && !value.isEmpty());
    }

    private static void refuse(String field, boolean given) {
        if (given) {
            throw notYet(field);
        }
    }

    private static EngineException notYet(String what) {
        return new EngineException(ErrorKind.NOT_IMPLEMENTED, what + " is not supported by this version of jocker "
                + "(see docs/limits.md)");
    }
}
