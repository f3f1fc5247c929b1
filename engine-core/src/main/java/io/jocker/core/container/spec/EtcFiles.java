package io.jocker.core.container.spec;

import io.jocker.core.EngineException;
import io.jocker.core.api.container.HostConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of /etc/hosts, /etc/hostname and /etc/resolv.conf, as Docker writes them. */
public final class EtcFiles {
    private static final Pattern LOOPBACK = Pattern.compile("nameserver\\s+(127\\..*|::1)\\s*");
    private static final Pattern NAMESERVER = Pattern.compile("nameserver\\s+(\\S+)\\s*");
    private static final Pattern SEARCH = Pattern.compile("search\\s+(.*)");
    private static final Pattern OPTIONS = Pattern.compile("options\\s+(.*)");

    private EtcFiles() {
    }

    /** {@code /etc/hosts} of a container with a network namespace of its own. */
    public static String hosts(List<String> extraHosts) {
        StringBuilder text = new StringBuilder("""
                127.0.0.1\tlocalhost
                ::1\tlocalhost ip6-localhost ip6-loopback
                fe00::\tip6-localnet
                ff00::\tip6-mcastprefix
                ff02::1\tip6-allnodes
                ff02::2\tip6-allrouters
                """);
        for (String line : extraLines(extraHosts)) {
            text.append(line);
        }
        return text.toString();
    }

    /** The lines that {@code --add-host} adds; {@code name:address} or {@code name=address}. */
    public static List<String> extraLines(List<String> extraHosts) {
        List<String> lines = new ArrayList<>();
        for (String extra : extraHosts == null ? List.<String>of() : extraHosts) {
            int at = separator(extra);
            if (at <= 0 || at == extra.length() - 1) {
                throw EngineException.invalid("bad format for add-host: \"" + extra + "\"");
            }
            String address = extra.substring(at + 1).replaceAll("^\\[(.*)]$", "$1");
            if (!address.matches("[0-9.]+|[0-9a-fA-F:.%]+")) {
                throw EngineException.invalid("invalid IP address in add-host: \"" + address + "\"");
            }
            lines.add(address + "\t" + extra.substring(0, at) + "\n");
        }
        return lines;
    }

    private static int separator(String extra) {
        int colon = extra.indexOf(':');
        int equals = extra.indexOf('=');
        return equals > 0 && (colon < 0 || equals < colon) ? equals : colon;
    }

    /**
     * {@code /etc/resolv.conf}: the host's, with what the container overrides.
     *
     * @param hostFile    the text of the host's file; without a loopback resolver, which only the host can reach
     * @param ownNetwork  whether the container has a network namespace of its own
     */
    public static String resolvConf(String hostFile, HostConfig host, boolean ownNetwork) {
        List<String> servers = new ArrayList<>();
        String search = null;
        String options = null;
        for (String line : hostFile.split("\\R")) {
            Matcher server = NAMESERVER.matcher(line);
            Matcher domains = SEARCH.matcher(line);
            Matcher choices = OPTIONS.matcher(line);
            if (server.matches()) {
                if (!ownNetwork || !LOOPBACK.matcher(line).matches()) {
                    servers.add(server.group(1));
                }
            } else if (domains.matches()) {
                search = domains.group(1).strip();
            } else if (choices.matches()) {
                options = choices.group(1).strip();
            }
        }
        servers = given(host.dns()) ? host.dns() : servers;
        search = given(host.dnsSearch()) ? String.join(" ", host.dnsSearch()) : search;
        options = given(host.dnsOptions()) ? String.join(" ", host.dnsOptions()) : options;
        StringBuilder text = new StringBuilder();
        servers.forEach(s -> text.append("nameserver ").append(s).append('\n'));
        if (search != null && !search.isEmpty() && !search.equals(".")) {
            text.append("search ").append(search).append('\n');
        }
        if (options != null && !options.isEmpty()) {
            text.append("options ").append(options).append('\n');
        }
        return text.toString();
    }

    private static boolean given(List<String> values) {
        return values != null && !values.isEmpty();
    }
}
