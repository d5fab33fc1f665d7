package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.service.StartedService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The version stands in pom.xml; whatever else says one says the same. */
class VersionIT extends StartedService {
    private static final Pattern TAG = Pattern.compile("(?:newTag: |reparam/(?:service|reparam):)([0-9][^\\s}\"]*)");

    @Test
    void service_saysTheVersionOfThePom() {
        assertThat(management.get("/actuator/info").json().at("/build/version").asString())
                .isEqualTo(version());
        assertThat(rest.get("/v2").json().get("version").asString()).isEqualTo(version());
    }

    @Test
    void imagesInManifestsAndDocuments_haveTheVersionOfThePom() throws IOException {
        List<Path> files;
        try (Stream<Path> manifests = Files.walk(Command.ROOT.resolve("k8s"))) {
            files = Stream.concat(
                            manifests.filter(Files::isRegularFile),
                            Stream.of(
                                            "docker-compose.yml",
                                            "service/docker-compose.gpu.yml",
                                            "service/Dockerfile",
                                            "reparam-lib/Dockerfile")
                                    .map(Command.ROOT::resolve))
                    .toList();
        }
        List<String> tags = files.stream().flatMap(VersionIT::tags).toList();
        assertThat(tags)
                .hasSizeGreaterThan(10)
                .allSatisfy(tag -> assertThat(tag.replaceFirst(".*:", "")).isIn(version(), version() + "-cuda"));
    }

    private static String version() {
        Matcher pom = Pattern.compile("<revision>([^<]+)</revision>").matcher(read(Command.ROOT.resolve("pom.xml")));
        assertThat(pom.find()).isTrue();
        return pom.group(1);
    }

    /** File and tag. */
    private static Stream<String> tags(Path file) {
        return TAG.matcher(read(file)).results().map((MatchResult tag) -> file.getFileName() + ":" + tag.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
