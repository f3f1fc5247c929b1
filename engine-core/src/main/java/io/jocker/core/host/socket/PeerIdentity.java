package io.jocker.core.host.socket;

/** Who is at the other end of a Unix socket, as the kernel tells it ({@code SO_PEERCRED}). */
public record PeerIdentity(int pid, int uid, int gid) {
}
