package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class ImageIT {
    @Test
    void image_builtAgain_hasTheSameLayers() {
        String again = "reparam-test/service:again";
        ServiceImage.build(again, "--no-cache");
        String layers = inspect(again, "{{json .RootFS.Layers}}");
        Command.output("docker", "rmi", again);
        assertThat(layers).isEqualTo(inspect(ServiceImage.tag(), "{{json .RootFS.Layers}}"));
    }

    /** Kubernetes refuses a name where runAsNonRoot is asked for: it cannot know who that is. */
    @Test
    void user_isANumberAndNotRoot() {
        assertThat(inspect(ServiceImage.tag(), "{{.Config.User}}")).isEqualTo("10001:10001");
    }

    private static String inspect(String image, String format) {
        return Command.output("docker", "inspect", "--format", format, image).strip();
    }
}
