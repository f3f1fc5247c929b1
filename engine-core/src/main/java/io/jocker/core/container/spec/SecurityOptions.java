package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.util.List;

/** What {@code --security-opt} says; an option that cannot be honoured is refused, never passed over. */
public record SecurityOptions(boolean noNewPrivileges, boolean seccompUnconfined, boolean systemPathsUnconfined) {
    /**
     * Reads the options.
     *
     * @param usual whether no new privileges is the daemon's default
     * @throws EngineException INVALID for an unknown option, NOT_IMPLEMENTED for one that waits for its turn
     */
    public static SecurityOptions parse(List<String> options, boolean usual) {
        boolean noNewPrivileges = usual;
        boolean seccompUnconfined = false;
        boolean pathsUnconfined = false;
        for (String option : options == null ? List.<String>of() : options) {
            String text = option.replaceFirst("^(\\w[\\w-]*):", "$1=");
            switch (text) {
                case "no-new-privileges", "no-new-privileges=true" -> noNewPrivileges = true;
                case "no-new-privileges=false" -> noNewPrivileges = false;
                case "seccomp=unconfined" -> seccompUnconfined = true;
                case "systempaths=unconfined" -> pathsUnconfined = true;
                case "seccomp=builtin", "apparmor=unconfined", "label=disable" -> {
                    // Says what is so anyway.
                }
                default -> throw refuse(text, option);
            }
        }
        return new SecurityOptions(noNewPrivileges, seccompUnconfined, pathsUnconfined);
    }

    private static EngineException refuse(String text, String option) {
        String name = text.replaceFirst("=.*", "");
        if (List.of("seccomp", "apparmor", "label", "writable-cgroups").contains(name)) {
            return new EngineException(ErrorKind.NOT_IMPLEMENTED, "security option \"" + option
                    + "\" is not supported by this version of jocker");
        }
        return EngineException.invalid("invalid --security-opt 2: \"" + option + "\"");
    }
}
