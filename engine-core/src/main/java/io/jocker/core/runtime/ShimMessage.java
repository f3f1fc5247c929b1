package io.jocker.core.runtime;

/** The types of frames between jockerd and a shim; the counterpart of {@code native-shims/common/proto.h}. */
enum ShimMessage {
    STDIN(0), STDOUT(1), STDERR(2), STDIN_EOF(3),
    START(16), SIGNAL(17), RESIZE(18), STATE(19), ATTACH(20), DELETE(21),
    EXEC(22), UPDATE(23), PAUSE(24), RESUME(25), EXEC_FORGET(27),
    OK(32), ERROR(33), READY(40), EXIT(41), OOM(42), EXEC_EXIT(43);

    private final int code;

    ShimMessage(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ShimMessage of(int code) {
        for (ShimMessage message : values()) {
            if (message.code == code) {
                return message;
            }
        }
        throw new IllegalArgumentException("unknown shim message " + code);
    }
}
