package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import java.util.List;

/** What {@code --security-opt} says; an option that cannot be honoured is refused, never passed over. */
public record SecurityOptions(boolean noNewPrivileges, boolean seccompUnconfined, String seccompProfile,
        boolean systemPathsUnconfined) {
    /**
     * Reads the options.
     *
     * @param usual whether no new privileges is the daemon's default
     * @throws EngineException INVALID for an unknown option, NOT_IMPLEMENTED for one that waits for its turn
     */
    public static SecurityOptions parse(List<String> options, boolean usual) {
        boolean noNewPrivileges = usual;
        boolean seccompUnconfined = false;
        String profile = null;
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
                default -> {
                    if (!text.startsWith("seccomp={")) {
                        throw refuse(text, option);
                    }
                    profile = text.substring("seccomp=".length());
                }
            }
        }
        return new SecurityOptions(noNewPrivileges, seccompUnconfined, profile, pathsUnconfined);
    }

    private static EngineException refuse(String text, String option) {
        String name = text.replaceFirst("=.*", "");
        if (name.equals("seccomp")) {
            return EngineException.invalid("opening seccomp profile (" + text.replaceFirst("[^=]*=", "")
                    + ") failed: clients read the file and send what is in it");
        }
        if (List.of("apparmor", "label", "writable-cgroups").contains(name)) {
            return new EngineException(ErrorKind.NOT_IMPLEMENTED, "security option \"" + option
                    + "\" is not supported by this version of jocker");
        }
        return EngineException.invalid("invalid --security-opt " + (text.contains("=") ? 2 : 1) + ": \""
                + option + "\"");
    }
}
