package io.jocker.core.container.logging;

import io.jocker.core.EngineException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where syslog listens: the log option {@code syslog-address}. The shim, which asks no name server, wants numbers. */
final class SyslogAddress {
    private static final Pattern NETWORK = Pattern.compile("(udp|tcp)://(\\[[^]]+]|[^:/]+)((?::\\d{1,5})?)/?");
    private static final Pattern LOCAL = Pattern.compile("(unix|unixgram)://(/.+)");

    private SyslogAddress() {
    }

    /** Refuses what is no address: INVALID. */
    static void check(String address) {
        if (address != null && !address.isEmpty() && !NETWORK.matcher(address).matches()
                && !LOCAL.matcher(address).matches()) {
            throw EngineException.invalid("syslog-address should be in form proto://address, with udp, tcp, unix or "
                    + "unixgram, got " + address);
        }
    }

    /** The address with a number in the place of a name; null stays null. */
    static String resolve(String address) {
        Matcher network = NETWORK.matcher(address == null ? "" : address);
        if (!network.matches()) {
            return address;
        }
        try {
            String host = InetAddress.getByName(network.group(2)).getHostAddress();
            return network.group(1) + "://" + (host.contains(":") ? "[" + host + "]" : host) + network.group(3);
        } catch (UnknownHostException e) {
            throw EngineException.invalid("syslog-address: cannot find the address of " + network.group(2));
        }
    }
}
