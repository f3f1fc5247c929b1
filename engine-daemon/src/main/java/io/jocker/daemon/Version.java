package io.jocker.daemon;

import io.jocker.core.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * What this program was built from, as the build wrote it down.
 *
 * @param commit the commit, shortened; empty where the build knew of none
 * @param time   when it was committed, for the same sources always give the same program; empty as well
 */
record Version(String number, String commit, String time) {
    private static final Version CURRENT = read();

    static Version ofThisProgram() {
        return CURRENT;
    }

    static String current() {
        return CURRENT.number;
    }

    private static Version read() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return new Version(properties.getProperty("version"), properties.getProperty("commit"),
                    properties.getProperty("time"));
        } catch (IOException e) {
            throw EngineException.internal("cannot read the program's version", e);
        }
    }
}
