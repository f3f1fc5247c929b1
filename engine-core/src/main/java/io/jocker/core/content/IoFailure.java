package io.jocker.core.content;

import io.jocker.core.EngineException;
import io.jocker.core.ErrorKind;
import io.jocker.core.host.KernelException;
import java.io.IOException;

/** What a failed read or write of the store means for the user. */
final class IoFailure {
    private IoFailure() {
    }

    static EngineException of(String what, IOException e) {
        if (e instanceof KernelException kernel && kernel.isDiskFull()) {
            return new EngineException(ErrorKind.UNAVAILABLE, what + ": no space left on device", e);
        }
        return new EngineException(ErrorKind.INTERNAL, what + ": " + e.getMessage(), e);
    }
}
