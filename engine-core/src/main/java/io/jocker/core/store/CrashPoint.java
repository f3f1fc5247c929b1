package io.jocker.core.store;

/**
 * The named places between the steps of a durable change. In service reaching one does nothing; a test makes the
 * process die (or throw) at one, to see that the next start repairs what was left.
 */
@FunctionalInterface
public interface CrashPoint {
    /** Reached the point of this name, such as {@code blob.renamed}. */
    void reach(String name);

    /** What service uses. */
    static CrashPoint none() {
        return name -> { };
    }

    /** The point that the system property {@code jocker.crash-point} names; none in service. */
    static CrashPoint ofThisProcess() {
        String fatal = System.getProperty("jocker.crash-point");
        return fatal == null ? none() : haltingAt(fatal);
    }

    /** Ends the process at once, as {@code kill -9} would, at the point of this name. */
    static CrashPoint haltingAt(String fatal) {
        return name -> {
            if (name.equals(fatal)) {
                Runtime.getRuntime().halt(137);
            }
        };
    }
}
