package io.jocker.daemon.handler;

import io.jocker.core.EngineException;

/** A version of the Engine API, such as 1.51. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /** The newest that this daemon speaks, and the one meant by a path without a version. */
    public static final ApiVersion NEWEST = new ApiVersion(1, 51);
    /** The oldest that this daemon speaks. */
    public static final ApiVersion OLDEST = new ApiVersion(1, 24);

    /**
     * From {@code 1.44}.
     *
     * @throws EngineException INVALID, with the words that clients look for, if it is too old or too new
     */
    public static ApiVersion parse(String text) {
        String[] parts = text.split("\\.");
        ApiVersion version = new ApiVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        if (version.compareTo(OLDEST) < 0) {
            throw EngineException.invalid("client version " + version + " is too old. Minimum supported API version "
                    + "is " + OLDEST + ", please upgrade your client to a newer version");
        }
        if (version.compareTo(NEWEST) > 0) {
            throw EngineException.invalid("client version " + version + " is too new. Maximum supported API version "
                    + "is " + NEWEST);
        }
        return version;
    }

    /** Whether it is at least 1.{@code minor}. */
    public boolean atLeast(int otherMinor) {
        return major > 1 || minor >= otherMinor;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
