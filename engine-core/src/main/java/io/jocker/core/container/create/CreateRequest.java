package io.jocker.core.container.create;

import io.jocker.core.api.container.ContainerConfig;
import io.jocker.core.api.container.HostConfig;

/**
 * What a client asks for at create.
 *
 * @param name     null for one of our choice
 * @param platform what the image must be for, such as {@code linux/arm64}; null if that does not matter
 */
public record CreateRequest(String name, String platform, ContainerConfig config, HostConfig host) {
}
