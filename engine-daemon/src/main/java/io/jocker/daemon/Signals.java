package io.jocker.daemon;

import io.jocker.core.EngineException;
import java.lang.reflect.Proxy;

/** Signals, handled on a thread of the JVM; by reflection, since javac warns of the JDK's own signals. */
final class Signals {
    private Signals() {
    }

    /** Calls back at each signal of this name, such as {@code HUP}. */
    static void handle(String name, Runnable callback) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler},
                    (self, method, arguments) -> {
                        callback.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw EngineException.internal("cannot catch SIG" + name + ": " + e, e);
        }
    }
}
