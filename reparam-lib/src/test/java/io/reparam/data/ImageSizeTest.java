package io.reparam.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ImageSizeTest {
    @Test
    void texts_areSides_orHeightAndWidth() {
        assertThat(ImageSize.of("24")).isEqualTo(new ImageSize(24, 24)).hasToString("24");
        assertThat(ImageSize.of("48x192")).isEqualTo(new ImageSize(48, 192)).hasToString("48x192");
        assertThat(ImageSize.of("0")).isEqualTo(ImageSize.USUAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "48x", "x48", "48x0", "5000", "48x192x3", "-1"})
    void otherTexts_areRefused(String text) {
        assertThatThrownBy(() -> ImageSize.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image-size");
    }

    /** Checkpoints that know squares only have a number. */
    @Test
    void json_isTheText_orANumber() {
        JsonMapper json = new JsonMapper();
        assertThat(json.writeValueAsString(ImageSize.of("48x192"))).isEqualTo("\"48x192\"");
        assertThat(json.readValue("\"48x192\"", ImageSize.class)).isEqualTo(ImageSize.of("48x192"));
        assertThat(json.readValue("24", ImageSize.class)).isEqualTo(ImageSize.square(24));
    }
}
