package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The steps of the training job are commands that the command line has, and its image runs them. */
class TrainingJobIT {
    private static final int WRONG_COMMAND_LINE = 2;
    private static final int FILE_MISSING = 3;

    /** Here none of the files is there: a step gets as far as that, and not stuck at an option that does not exist. */
    @Test
    @Tag("kubectl")
    void everyStep_isACommandLineThatIsUnderstood() {
        PodSpec pod =
                Manifests.of("training").one(Job.class).getSpec().getTemplate().getSpec();
        assertThat(Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()))
                .extracting(Container::getArgs)
                .hasSize(8)
                .allSatisfy(step -> assertThat(reparam(step).status())
                        .as("%s", step)
                        .isNotEqualTo(WRONG_COMMAND_LINE)
                        .isEqualTo(FILE_MISSING));
        assertThat(reparam(List.of("verify", "--no-such-option")).status()).isEqualTo(WRONG_COMMAND_LINE);
    }

    @Test
    @Tag("docker")
    void image_verifiesAsTheJobDoes() {
        String image = "reparam-test/reparam:latest";
        Command.output(
                "docker",
                "build",
                "-f",
                "reparam-lib/Dockerfile",
                "-t",
                image,
                "--build-arg",
                "BASE=" + System.getProperty("image.jre"),
                ".");
        String models = Command.ROOT + "/service/src/main/resources/models/cifar10/1";
        String file = "/models/reparam.onnx";
        assertThat(Command.output(
                        "docker",
                        "run",
                        "--rm",
                        "--read-only",
                        "--tmpfs",
                        "/tmp:exec,size=256m",
                        "--cap-drop",
                        "ALL",
                        "-v",
                        models + ":/models:ro",
                        image,
                        "verify",
                        file,
                        file,
                        "--count",
                        "8"))
                .contains("EQUIVALENT");
    }

    private static Command reparam(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of("java", "-jar", "reparam-lib/target/reparam.jar"));
        words.addAll(arguments);
        return Command.run(words);
    }
}
