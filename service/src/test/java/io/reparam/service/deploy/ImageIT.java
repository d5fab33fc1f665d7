package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("docker")
class ImageIT {
    @Test
    void image_builtAgain_hasTheSameLayersButForTheCacheOfClasses() {
        String again = "reparam-test/service:again";
        ServiceImage.build(again, "--no-cache", "--build-arg", "AOT_CACHE=no");
        List<String> layers = layers(again);
        Command.output("docker", "rmi", again);
        List<String> cached = layers(ServiceImage.tag());
        assertThat(layers).hasSameSizeAs(cached);
        assertThat(layers.subList(0, layers.size() - 1)).isEqualTo(cached.subList(0, cached.size() - 1));
    }

    /** Java goes on without a cache that does not fit, unless it is asked for one. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
    void cacheOfClasses_isTaken(String collector) {
        String log = Command.output(
                "docker",
                "run",
                "--rm",
                "--env",
                "JAVA_TOOL_OPTIONS=-XX:AOTMode=on -Dspring.context.exit=onRefresh " + collector,
                ServiceImage.tag());
        assertThat(log).contains("Warmed up cifar10/1/reparam");
    }

    /** Kubernetes refuses a name where runAsNonRoot is asked for: it cannot know who that is. */
    @Test
    void user_isANumberAndNotRoot() {
        assertThat(inspect(ServiceImage.tag(), "{{.Config.User}}")).isEqualTo("10001:10001");
    }

    private static List<String> layers(String image) {
        return List.of(inspect(image, "{{join .RootFS.Layers \" \"}}").split(" "));
    }

    private static String inspect(String image, String format) {
        return Command.output("docker", "inspect", "--format", format, image).strip();
    }
}
