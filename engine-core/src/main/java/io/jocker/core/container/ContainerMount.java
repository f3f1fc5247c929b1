package io.jocker.core.container;

import java.util.List;

/**
 * Something that is mounted into a container because it was asked for.
 *
 * @param type        what it is
 * @param name        the volume's name; null for what is no volume
 * @param source      the host's directory or file for a bind; null otherwise
 * @param destination where it is in the container, absolute
 * @param mode        the words after the colon of {@code -v}, for inspect to show
 * @param readOnly    whether it can only be read
 * @param options     mount options: propagation, {@code bind} or {@code rbind}; a tmpfs's size and mode
 * @param makeSource  whether a missing source is made, as a directory of root's
 * @param copyUp      whether an empty volume is filled with what the image has at the destination
 */
public record ContainerMount(Type type, String name, String source, String destination, String mode,
        boolean readOnly, List<String> options, boolean makeSource, boolean copyUp) {

    /** What is mounted. */
    public enum Type {
        /** A directory or file of the host. */
        BIND,
        /** A volume. */
        VOLUME,
        /** A temporary file system. */
        TMPFS
    }

    /** The same at no other place, but only to be read or not. */
    public ContainerMount withReadOnly(boolean only) {
        return new ContainerMount(type, name, source, destination, mode, only, options, makeSource, copyUp);
    }

    /** The word for the direction in which later mounts spread. */
    public String propagation() {
        return options.stream().filter(o -> o.matches("r?(private|shared|slave)")).findFirst()
                .orElse(type == Type.BIND ? "rprivate" : "");
    }
}
