package io.reparam.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @Test
    void sha256_isTheStandards_alsoOverSeveralFiles(@TempDir Path directory) throws IOException {
        // FIPS 180-2, appendix B.1
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(Sha256.of(new byte[] {'a', 'b', 'c'}).hex()).isEqualTo(abc);
        Path first = Files.writeString(directory.resolve("1"), "ab");
        Path second = Files.writeString(directory.resolve("2"), "c");
        assertThat(Sha256.of(List.of(first, second)).hex()).isEqualTo(abc);
        assertThatThrownBy(() -> new Sha256("ABC")).hasMessageContaining("'ABC'");
    }

    @Test
    void labels_areNamed() {
        assertThat(new LabelSet(List.of("cat", "dog")).name(1)).isEqualTo("dog");
        assertThatThrownBy(() -> new LabelSet(List.of())).hasMessageContaining("at least one");
        assertThat(new LabelSet(List.of("crane", "crane")).size())
                .as("ImageNet has two")
                .isEqualTo(2);
        assertThatThrownBy(() -> new LabelSet(List.of(" "))).hasMessageContaining("blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat\ndog\n",
                "\ufeffcat\r\ndog\r\n",
                "[\"cat\", \"dog\"]",
                "{\"1\": \"dog\", \"0\": \"cat\"}",
                "{\"0\": [\"n02121808\", \"cat\"], \"1\": [\"n02084071\", \"dog\"]}",
                "{\"dog\": 1, \"cat\": 0}"
            })
    void labels_ofEveryCommonForm_areRead(String file) {
        assertThat(LabelSet.parse(file.getBytes(StandardCharsets.UTF_8)).names())
                .containsExactly("cat", "dog");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"0\": {\"name\": \"cat\"}} | not the name of a class",
                "{\"cat\": 0, \"dog\": 0} | both 'cat' and 'dog'",
                "{\"cat\": \"feline\"} | not the index of a class",
                "{\"0\": \"cat\", \"2\": \"dog\"} | without a gap",
                "[null, \"dog\"] | not the name of a class"
            })
    void labels_ofNoForm_areRefused(String file, String reason) {
        assertThatThrownBy(() -> LabelSet.parse(file.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE", "UTF-32"})
    void labels_ofAnotherEncoding_areRefused(String encoding) throws IOException {
        byte[] file = "Käse\ndog\n".getBytes(encoding);
        assertThatThrownBy(() -> LabelSet.parse(file)).hasMessageContaining("not UTF-8; save the file again");
    }

    @Test
    void preprocess_rejectsImpossibleNumbers() {
        List<Float> half = List.of(0.5f, 0.5f, 0.5f);
        assertThatThrownBy(() -> new PreprocessSpec(32, 32, 31, Interpolation.BILINEAR, half, half))
                .hasMessageContaining("31");
        assertThatThrownBy(() -> new PreprocessSpec(32, 32, 32, Interpolation.BILINEAR, half, List.of(0.5f, 0f, 1f)))
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new PreprocessSpec(32, 32, 32, Interpolation.BILINEAR, List.of(0.5f), half))
                .hasMessageContaining("1 and 3");
    }

    @Test
    void card_survivesAsJson_andItsAbsenceIsNoError() {
        Provenance provenance = new Provenance(
                "resnet29", "se", "asr", 10, 1, "cifar10", Sha256.of(new byte[0]), 10_000, 0.9, "djl", null);
        ModelCard card = new ModelCard(new LabelSet(List.of("cat", "dog")), PreprocessSpec.CIFAR, provenance);
        assertThat(ModelCard.from(Map.of(ModelCard.KEY, card.toJson()))).contains(card);
        assertThat(ModelCard.from(Map.of())).isEmpty();
        assertThatThrownBy(() -> ModelCard.from(Map.of(ModelCard.KEY, "{"))).hasMessageContaining(ModelCard.KEY);
    }
}
