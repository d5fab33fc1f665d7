package io.reparam.service.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that ran to its end.
 *
 * @param status what it exited with
 * @param output both its streams
 */
record Command(int status, String output) {
    /** The root of the repository; tests run in the module's directory. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static final Path MONITORING = ROOT.resolve("k8s/monitoring");

    /** Runs it at the root of the repository. */
    static Command run(List<String> words) {
        try {
            Process process = new ProcessBuilder(words)
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Command(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    String.join(" ", words) + " cannot be run; .ci/run installs what tests need", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Only its output, from a run that must succeed. */
    static String output(String... words) {
        Command done = run(List.of(words));
        if (done.status != 0) {
            throw new AssertionError(String.join(" ", words) + " ended with " + done.status + ":\n" + done.output);
        }
        return done.output;
    }
}
