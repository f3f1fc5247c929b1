package io.jocker.daemon.config;

import io.jocker.core.EngineException;
import java.util.List;
import java.util.regex.Pattern;

/** Addresses of name servers, as they come into resolv.conf. */
public final class IpAddresses {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern FOUR = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern SIX = Pattern.compile("(?=.*:.*:)[0-9a-fA-F:]{2,39}(" + FOUR + ")?(%[\\w.-]+)?");

    private IpAddresses() {
    }

    /**
     * Answers the list it was given.
     *
     * @throws EngineException INVALID if one is not an address
     */
    public static List<String> checked(List<String> addresses) {
        for (String address : addresses) {
            if (!FOUR.matcher(address).matches() && !isSix(address)) {
                throw EngineException.invalid("\"" + address + "\" is not an IP address");
            }
        }
        return addresses;
    }

    private static boolean isSix(String address) {
        if (!SIX.matcher(address).matches()) {
            return false;
        }
        String groups = address.replaceFirst("%.*", "").replaceFirst(FOUR + "$", "0:0");
        int gap = groups.indexOf("::");
        long count = Pattern.compile("[^:]+").matcher(groups).results().count();
        boolean narrow = Pattern.compile("[^:]+").matcher(groups).results().allMatch(g -> g.group().length() <= 4);
        boolean edges = groups.matches("(::|[^:]).*") && groups.matches(".*(::|[^:])");
        return narrow && edges && (gap < 0 ? count == 8 : count < 8 && groups.indexOf("::", gap + 1) < 0);
    }
}
