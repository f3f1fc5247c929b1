package io.jocker.cli.command.files;

import io.jocker.cli.client.CliException;

/** Where an archive is unpacked and what its first name becomes: Docker's rules of copying. */
record CopyPlan(String folder, Rebase rebase) {
    /** One end of a copy: its path as it was written, whether it is there, and as a directory. */
    record End(String path, boolean exists, boolean isDirectory) {
    }

    /**
     * The plan for a source and a destination.
     *
     * @param sourceName what the archive calls the source where it was found through a link; null otherwise
     * @throws CliException if the one cannot become the other
     */
    static CopyPlan of(End source, String sourceName, End destination) {
        TreePath target = TreePath.of(destination.path());
        String name = sourceName != null ? sourceName : TreePath.of(source.path()).name();
        if (destination.exists() && destination.isDirectory()) {
            return new CopyPlan(destination.path(), Rebase.NONE);
        }
        if (destination.exists() && source.isDirectory()) {
            throw new CliException("cannot copy directory");
        }
        if (!destination.exists() && !source.isDirectory() && TreePath.assertsDirectory(destination.path())) {
            throw new CliException("no such directory");
        }
        String folder = target.folder().replaceFirst("/$", "");
        return new CopyPlan(folder.isEmpty() ? "/" : folder, new Rebase(name, target.name()));
    }
}
