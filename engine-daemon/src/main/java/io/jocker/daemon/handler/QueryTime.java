package io.jocker.daemon.handler;

import io.jocker.core.EngineException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;

/** A query parameter that is a moment. */
public final class QueryTime {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private QueryTime() {
    }

    /** Seconds since the epoch, with a fraction, or RFC 3339. */
    public static Instant of(ApiCall call, String name) {
        String text = call.text(name);
        if (text == null || text.equals("0")) {
            return null;
        }
        try {
            if (text.matches("\\d+(\\.\\d+)?")) {
                BigInteger[] parts = new BigDecimal(text).multiply(NANOS).toBigInteger()
                        .divideAndRemainder(NANOS.toBigInteger());
                return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
            }
            return Instant.parse(text);
        } catch (DateTimeException | ArithmeticException e) {
            throw EngineException.invalid("invalid value for \"" + name + "\": \"" + text + "\" is no time");
        }
    }
}
