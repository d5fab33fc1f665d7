package io.reparam.service.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.image.decode.ImageFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "src/main/resources/console/index.html",
                "src/main/java/io/reparam/service/rest/ClassifyApi.java"
            })
    void everyFormat_isNamedWhereCallersLook(String file) throws IOException {
        String text = Files.readString(Path.of(file));
        assertThat(ImageFormats.names().split(", | or "))
                .as("formats that are decoded; name each in %s", file)
                .allMatch(text::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = "src/main/java/io/reparam/service/rest/Examples.java")
    void refusals_nameAllFormats(String file) throws IOException {
        assertThat(Files.readString(Path.of(file)))
                .as("examples of refusals; they are what is sent")
                .contains("are not an image in " + ImageFormats.names() + " format");
    }
}
