package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code target/reparam}, as the build leaves it. */
class LauncherIT {
    private static final Path LAUNCHER = Path.of("target", "reparam").toAbsolutePath();
    private static final Path NET = Path.of("src/test/resources/cases/mutate/torch-cnn-old.onnx");

    @TempDir
    private Path directory;

    @Test
    void version_throughALinkInADirectoryWithSpaces() throws Exception {
        Path link = Files.createSymbolicLink(
                Files.createDirectory(directory.resolve("a b")).resolve("reparam"), LAUNCHER);

        assertThat(run(Map.of("CDPATH", "/"), link.toString(), "--version")).startsWith("reparam ");
    }

    @Test
    void classes_comeFromTheArchiveOfTheBuild() throws Exception {
        String log = run(
                Map.of("REPARAM_OPTS", "-Xlog:class+load"), LAUNCHER.toString(), "fold", NET.toString(), "--explain");

        for (String type : List.of("io.reparam.fold.FoldPipeline", "picocli.CommandLine$Model$CommandSpec")) {
            assertThat(log.lines().filter(line -> line.contains(" " + type + " source:")))
                    .singleElement()
                    .asString()
                    .contains("shared objects file");
        }
    }

    @Test
    void fold_unpacksNothingAndIsQuietAboutTheJvm() throws Exception {
        String out = directory.resolve("folded.onnx").toString();

        String said = run(
                Map.of("REPARAM_OPTS", "-Djava.io.tmpdir=" + directory),
                LAUNCHER.toString(),
                "fold",
                NET.toString(),
                "-o",
                out);

        assertThat(said).startsWith("nodes 38 -> 17").contains("EQUIVALENT");
        try (Stream<Path> left = Files.walk(directory)) {
            assertThat(left.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("folded.onnx", "folded.certificate.json");
        }
    }

    /** The JVM takes one collector only, wherever it is named. */
    @ParameterizedTest
    @ValueSource(strings = {"REPARAM_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
    void collector_thatIsNamedAnywhere_isTheOnlyOne(String variable) throws Exception {
        assertThat(run(Map.of(variable, "-XX:+UseParallelGC"), LAUNCHER.toString(), "--version"))
                .contains("reparam ");
    }

    @Test
    void temporaryDirectory_thatIsNotThere_isNamed() throws Exception {
        String said = run(Map.of("REPARAM_OPTS", "-Djava.io.tmpdir=/nosuch"), LAUNCHER.toString(), "--version");
        assertThat(said).contains("does not load").doesNotContain("\tat ");
    }

    @Test
    void moved_worksWithoutWhatTheBuildLeftBesideIt() throws Exception {
        Files.copy(LAUNCHER, directory.resolve("reparam"));
        Files.createSymbolicLink(directory.resolve("reparam.jar"), LAUNCHER.resolveSibling("reparam.jar"));

        String said = run(Map.of(), "sh", directory.resolve("reparam").toString(), "fold", NET.toString(), "--explain");

        assertThat(said).contains("BatchNormIntoConv");
    }

    /** What a command that ends well printed, its errors among it. */
    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.redirectInput(new File("/dev/null")).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
