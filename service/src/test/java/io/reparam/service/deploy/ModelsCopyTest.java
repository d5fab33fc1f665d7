package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code k8s/models-copy/copy} with a kubectl that notes how it is called and keeps what it is given. */
class ModelsCopyTest {
    private static final String COPY =
            Path.of("../k8s/models-copy/copy").toAbsolutePath().normalize().toString();

    @TempDir
    private Path directory;

    @BeforeEach
    void kubectl() throws IOException {
        String script = """
                #!/bin/sh
                cd '%s'
                echo "$*" >> calls
                case "$*" in
                  *jsonpath*) printf registry.example/reparam/service:0.2.0 ;;
                  kustomize*) printf 'metadata:\\n  namespace: reparam\\nimage: reparam/service:9\\n' ;;
                  apply*) cat > applied ;;
                  *exec*) cat > copied.tar ;;
                esac
                """.formatted(directory);
        Path kubectl = Files.writeString(directory.resolve("kubectl"), script);
        Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(directory.resolve("models/mine/1"));
        Files.writeString(directory.resolve("models/mine/1/model.yaml"), "labels: [a]");
    }

    private String run(String... command) throws IOException, InterruptedException {
        return run(0, command);
    }

    private String run(int code, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", directory + ":" + environment.get("PATH"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isEqualTo(code);
        return output;
    }

    /** The volume's directory may be root's: nothing sets its mode and time. */
    @Test
    void copy_sendsFilesWithoutTheirDirectoryItself() throws Exception {
        assertThat(run("sh", COPY, "models", "prod")).contains("copied");
        assertThat(run("tar", "-tf", "copied.tar").lines()).containsExactly("mine/", "mine/1/", "mine/1/model.yaml");
        List<String> calls = Files.readAllLines(directory.resolve("calls"));
        assertThat(calls).last().asString().contains("-n prod delete pod models-copy");
    }

    @Test
    void emptyDirectory_isRefused() throws Exception {
        Files.createDirectory(directory.resolve("empty"));
        assertThat(run(2, "sh", COPY, "empty")).contains("'empty' is empty");
        assertThat(directory.resolve("calls")).doesNotExist();
    }

    @Test
    void fileThatCannotBeRead_isNotCalledCopied() throws Exception {
        Files.writeString(directory.resolve("tar"), "#!/bin/sh\necho 'tar: mine: Cannot open' >&2\nexit 2\n");
        Files.setPosixFilePermissions(directory.resolve("tar"), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(run(1, "sh", COPY, "models", "prod"))
                .contains("not all of 'models'")
                .doesNotContain("copied;");
    }

    @Test
    void pod_runsTheDeploymentsImage() throws Exception {
        run("sh", COPY, "models", "prod");
        assertThat(directory.resolve("applied"))
                .content()
                .contains("image: registry.example/reparam/service:0.2.0", "namespace: prod");
    }
}
