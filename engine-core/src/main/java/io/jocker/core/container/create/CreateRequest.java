package io.jocker.core.container.create;

import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HostConfig;

/** What a client asks for at create; {@code name} is null for one of our choice. */
public record CreateRequest(String name, ContainerConfig config, HostConfig host) {
}
