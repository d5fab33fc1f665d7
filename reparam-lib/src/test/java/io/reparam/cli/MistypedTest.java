package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistypedTest {
    @ParameterizedTest
    @CsvSource({
        "fold, fold, 0",
        "flod, fold, 1",
        "fol, fold, 1",
        "folds, fold, 1",
        "bold, fold, 1",
        "--imgaes, --images, 1",
        "'', fold, 4",
        "bench, fold, 5"
    })
    void edits_countLetters(String a, String b, int edits) {
        assertThat(Mistyped.edits(a, b)).isEqualTo(edits);
        assertThat(Mistyped.edits(b, a)).isEqualTo(edits);
    }
}
