package io.reparam.service.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.error.ServiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContentCodingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "null|IDENTITY",
                "''|IDENTITY",
                "br|IDENTITY",
                "gzip|GZIP",
                "br, GZIP;q=0.5|GZIP",
                "gzip;q=0, deflate|DEFLATE",
                "gzip; q=0.000, deflate; q=0|IDENTITY",
                "deflate, gzip|DEFLATE",
                "*|IDENTITY"
            })
    void accepted_isTheFirstThatIsKnownAndNotForbidden(String header, ContentCoding coding) {
        assertThat(ContentCoding.accepted(header)).isEqualTo(coding);
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void encoded_canBeDecoded(ContentCoding coding) throws IOException {
        byte[] plain = "abcabcabc".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        byte[] encoded = coding.encoded(plain);
        assertThat(encoded.length < plain.length).isEqualTo(coding != ContentCoding.IDENTITY);
        assertThat(coding.decoded(new ByteArrayInputStream(encoded)).readAllBytes())
                .isEqualTo(plain);
        assertThat(ContentCoding.of(coding.label())).isEqualTo(coding);
    }

    @Test
    void of_anUnknownCoding_isRefused() {
        assertThatThrownBy(() -> ContentCoding.of("br\r\nX: y"))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("'br??x: y'");
    }
}
