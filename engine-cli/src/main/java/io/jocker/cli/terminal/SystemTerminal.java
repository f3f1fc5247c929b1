package io.jocker.cli.terminal;

import io.jocker.cli.client.CliException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The terminal of this process, by way of stty(1), which is there wherever a shell is. */
public final class SystemTerminal implements Terminal {
    private static final Size NONE = new Size(0, 0);

    @Override
    public boolean inputIsTerminal() {
        return isTerminal(0);
    }

    @Override
    public boolean outputIsTerminal() {
        return isTerminal(1);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException closed) {
            return false;
        }
    }

    @Override
    public Size size() {
        String[] words = stty("size").split(" ");
        return words.length == 2 && words[0].matches("\\d+") && words[1].matches("\\d+")
                ? new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1])) : NONE;
    }

    @Override
    public AutoCloseable raw() {
        String before = stty("-g");
        if (before.isEmpty()) {
            throw new CliException("cannot set the terminal to raw mode: stty failed");
        }
        stty("raw", "-echo");
        // A process that is killed by a signal must leave a usable terminal too.
        Thread restorer = new Thread(() -> stty(before));
        Runtime.getRuntime().addShutdownHook(restorer);
        return () -> {
            stty(before);
            Runtime.getRuntime().removeShutdownHook(restorer);
        };
    }

    private static String stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor() == 0 ? answer : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** By reflection: the JDK exports its signals for use, but javac warns of them and cannot be told not to. */
    @Override
    public void onSignal(String name, Consumer<String> callback) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler},
                    (self, method, arguments) -> {
                        callback.accept(name);
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new CliException("cannot catch the signal " + name + ": " + e);
        }
    }
}
