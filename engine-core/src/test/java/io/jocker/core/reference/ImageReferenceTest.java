package io.jocker.core.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox, busybox",
        "busybox:1.36, docker.io/library/busybox:1.36, busybox:1.36",
        "library/busybox, docker.io/library/busybox, busybox",
        "docker.io/busybox, docker.io/library/busybox, busybox",
        "index.docker.io/a/b, docker.io/a/b, a/b",
        "a/b:T.a-g_1, docker.io/a/b:T.a-g_1, a/b:T.a-g_1",
        "localhost/x, localhost/x, localhost/x",
        "localhost:5000/x:y, localhost:5000/x:y, localhost:5000/x:y",
        "Registry/x, Registry/x, Registry/x",
        "[::1]:5000/x, [::1]:5000/x, [::1]:5000/x",
        "a__b/c-d.e, docker.io/a__b/c-d.e, a__b/c-d.e",
        "sha256:abc, docker.io/library/sha256:abc, sha256:abc"})
    void isNormalisedAndMadeFamiliarAgain(String given, String full, String familiar) {
        ImageReference reference = ImageReference.parse(given);
        assertEquals(full, reference.toString());
        assertEquals(familiar, reference.familiar());
        assertEquals(reference, ImageReference.parse(full));
        assertEquals(reference, ImageReference.parse(familiar));
    }

    @Test
    void latestIsMeantOnlyWithoutTagAndDigest() {
        assertEquals("busybox:latest", ImageReference.parse("busybox").withDefaultTag().familiar());
        assertEquals("busybox:1", ImageReference.parse("busybox:1").withDefaultTag().familiar());
        String digest = "busybox@sha256:" + HEX;
        assertEquals(digest, ImageReference.parse(digest).withDefaultTag().familiar());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", ":a", "a//b", "/a", "a/", "-a", "a-", "a..b", "a:b:c", "a@sha256:12",
        "a@b", "a:b/c", "http://a/b", "a/../b", "a\n", "a:\u00e9"})
    void malformedIsRefusedInDockersWords(String text) {
        EngineException e = assertThrows(EngineException.class, () -> ImageReference.parse(text));
        assertEquals(ErrorKind.INVALID, e.kind());
        assertEquals("invalid reference format", e.getMessage());
    }

    @Test
    void upperCaseIsRefusedByName() {
        assertEquals("invalid reference format: repository name (library/UPPER) must be lowercase",
                assertThrows(EngineException.class, () -> ImageReference.parse("UPPER")).getMessage());
    }

    @Test
    void fullIdIsNoName() {
        assertThrows(EngineException.class, () -> ImageReference.parse(HEX));
    }

    @Test
    void endlessTextIsRefusedWithoutRecursion() {
        assertThrows(EngineException.class, () -> ImageReference.parse("a/".repeat(1_000_000) + "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "x@sha256:0123456789abcdef0123456789abcdef", "../x", ".x"})
    void badTagIsRefused(String tag) {
        assertThrows(EngineException.class, () -> ImageReference.parse("busybox").withTag(tag));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "sha256:", "md5:" + "00112233445566778899aabbccddeeff", "sha256:XYZ", ":abc",
        "sha512:abc"})
    void digestIsCheckedWhenParsed(String text) {
        assertThrows(EngineException.class, () -> Digest.parse(text));
    }

    @Test
    void digestOfNothingIsTheKnownOne() {
        assertEquals("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                Digest.sha256("").toString());
    }

    @ParameterizedTest
    @CsvSource({"linux/amd64, linux/x86_64, 0", "linux/arm64, linux/arm64/v8, 0", "linux/arm/v7, linux/arm/v6, 1",
        "linux/arm/v6, linux/arm/v7, -1", "linux/amd64, linux/arm64, -1", "linux/amd64, windows/amd64, -1",
        "linux/amd64/v3, linux/amd64, 2"})
    void platformsFitOrNot(String here, String image, int distance) {
        assertEquals(distance, Platform.parse(here).distanceTo(Platform.parse(image)).orElse(-1));
    }
}
