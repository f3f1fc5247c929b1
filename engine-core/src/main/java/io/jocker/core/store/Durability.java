package io.jocker.core.store;

/** What a transaction promises once it has returned. */
public enum Durability {
    /** It survives a power cut ({@code synchronous=FULL}: the write-ahead log is synced before the commit returns). */
    FULL,
    /** It survives the death of the daemon, not of the machine; a later {@link #FULL} commit covers it too. */
    RELAXED
}
