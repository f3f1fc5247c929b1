package io.jocker.core.reference;

import io.jocker.core.EngineException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image, normalised as Docker does ({@code busybox} is {@code docker.io/library/busybox}): the
 * registry's domain, the repository's path, and a tag, a digest, both or neither. Grammar and words of errors
 * are those of the distribution project's {@code reference} package.
 */
public record ImageReference(String domain, String path, Optional<String> tag, Optional<Digest> digest) {
    /** The tag that is meant where none is given. */
    public static final String DEFAULT_TAG = "latest";
    private static final String DEFAULT_DOMAIN = "docker.io";
    private static final String LEGACY_DOMAIN = "index.docker.io";
    private static final String OFFICIAL = "library/";
    private static final int MAX_PATH = 255;
    // The longest sound reference; anything longer is refused before a regular expression sees it.
    private static final int MAX_TEXT = 1024;

    private static final String LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final String DOMAIN = "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?";
    private static final String WORD = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE = Pattern.compile("(" + DOMAIN + ")/(" + WORD + "(?:/" + WORD + ")*)"
            + "(?::(\\w[\\w.-]{0,127}))?"
            + "(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?");

    /**
     * Reads a reference as a user types it. Without tag and digest both stay empty: see {@link #withDefaultTag}.
     *
     * @throws EngineException INVALID, in Docker's words
     */
    public static ImageReference parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw EngineException.invalid("invalid reference format");
        }
        if (ObjectId.isFull(text)) {
            throw EngineException.invalid("invalid repository name (" + text
                    + "), cannot specify 64-byte hexadecimal strings");
        }
        int slash = text.indexOf('/');
        boolean hasDomain = slash >= 0 && isDomain(text.substring(0, slash));
        String domain = hasDomain ? text.substring(0, slash) : DEFAULT_DOMAIN;
        String rest = hasDomain ? text.substring(slash + 1) : text;
        if (domain.equals(LEGACY_DOMAIN)) {
            domain = DEFAULT_DOMAIN;
        }
        if (domain.equals(DEFAULT_DOMAIN) && rest.indexOf('/') < 0) {
            rest = OFFICIAL + rest;
        }
        String name = rest.substring(0, endOfName(rest));
        if (!name.equals(name.toLowerCase(Locale.ROOT))) {
            throw EngineException.invalid("invalid reference format: repository name (" + name
                    + ") must be lowercase");
        }
        Matcher matcher = REFERENCE.matcher(domain + "/" + rest);
        if (!matcher.matches()) {
            throw EngineException.invalid("invalid reference format");
        }
        if (matcher.group(2).length() > MAX_PATH) {
            throw EngineException.invalid("repository name must not be more than " + MAX_PATH + " characters");
        }
        return new ImageReference(matcher.group(1), matcher.group(2), Optional.ofNullable(matcher.group(3)),
                Optional.ofNullable(matcher.group(4)).map(Digest::parse));
    }

    private static boolean isDomain(String first) {
        return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }

    private static int endOfName(String rest) {
        int colon = rest.indexOf(':');
        int at = rest.indexOf('@');
        if (colon < 0 && at < 0) {
            return rest.length();
        }
        return colon < 0 ? at : at < 0 ? colon : Math.min(colon, at);
    }

    /** This reference, with {@code latest} if it has neither tag nor digest. */
    public ImageReference withDefaultTag() {
        return tag.isPresent() || digest.isPresent() ? this : withTag(DEFAULT_TAG);
    }

    /**
     * The same repository with this tag and no digest.
     *
     * @throws EngineException INVALID if it is no tag
     */
    public ImageReference withTag(String newTag) {
        ImageReference tagged = parse(repository() + ":" + newTag);
        if (tagged.digest.isPresent()) {
            throw EngineException.invalid("invalid reference format");
        }
        return tagged;
    }

    /** The same repository with this digest and no tag. */
    public ImageReference withDigest(Digest newDigest) {
        return new ImageReference(domain, path, Optional.empty(), Optional.of(newDigest));
    }

    /** Domain and path: {@code docker.io/library/busybox}. */
    public String repository() {
        return domain + "/" + path;
    }

    /** Domain and path as people write them: {@code busybox}, {@code localhost:5000/app}. */
    public String familiarRepository() {
        if (!domain.equals(DEFAULT_DOMAIN)) {
            return repository();
        }
        boolean official = path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0;
        return official ? path.substring(OFFICIAL.length()) : path;
    }

    /** The reference as people write it, with tag and digest where it has them. */
    public String familiar() {
        return familiarRepository() + suffix();
    }

    /** The normalised reference in full. */
    @Override
    public String toString() {
        return repository() + suffix();
    }

    private String suffix() {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }
}
