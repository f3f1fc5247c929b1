package io.jocker.cli.command;

import io.jocker.cli.client.CliException;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code --restart on-failure:3}. */
public final class RestartSyntax {
    private RestartSyntax() {
    }

    /**
     * The policy as the engine takes it; whether there is one of the name is the engine's to say.
     *
     * @throws CliException if it is no name with a number
     */
    public static Map<String, Object> parse(String text) {
        int colon = text.indexOf(':');
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Name", colon < 0 ? text : text.substring(0, colon));
        if (colon == 0) {
            throw new CliException(125, "invalid restart policy format: no policy provided before colon");
        }
        if (colon > 0 && colon < text.length() - 1) {
            policy.put("MaximumRetryCount", count(text.substring(colon + 1)));
        }
        return policy;
    }

    private static int count(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CliException(125, "invalid restart policy format: maximum retry count must be an integer");
        }
    }
}
