package io.reparam.service.deploy;

import java.util.ArrayList;
import java.util.List;

/** The image of the service, built from the jar that was packaged, once for all tests. */
final class ServiceImage {
    private static final String TAG = "reparam-test/service:latest";
    private static boolean built;

    private ServiceImage() {}

    static synchronized String tag() {
        if (!built) {
            build(TAG);
            built = true;
        }
        return TAG;
    }

    static void build(String tag, String... options) {
        List<String> words = new ArrayList<>(List.of("docker", "build", "-f", "service/Dockerfile", "-t", tag));
        words.addAll(List.of(options));
        words.addAll(List.of("--build-arg", "JAR=service/target/service.jar"));
        words.addAll(List.of("--build-arg", "BUILD=" + System.getProperty("image.build")));
        words.addAll(List.of("--build-arg", "BASE=" + System.getProperty("image.base")));
        words.add(".");
        Command.output(words.toArray(String[]::new));
    }
}
