package io.jocker.core;

/**
 * What sort of failure an {@link EngineException} is: a closed set, so that one table can map it to an HTTP
 * status and nobody needs to look into a message to decide.
 */
public enum ErrorKind {
    /** The request makes no sense as it stands: bad syntax, a value out of range. */
    INVALID,
    /** The thing named does not exist. */
    NOT_FOUND,
    /** The request is sound but the state of the thing forbids it: a name in use, a running container. */
    CONFLICT,
    /** The thing is already in the state asked for. */
    NOT_MODIFIED,
    /** Credentials are missing or wrong. */
    UNAUTHORIZED,
    /** The caller may not do this. */
    FORBIDDEN,
    /** Sound, but this engine does not do it. */
    NOT_IMPLEMENTED,
    /** Something the engine depends on (a registry, a shim, free disk space) is not there just now. */
    UNAVAILABLE,
    /** The engine itself failed. */
    INTERNAL
}
