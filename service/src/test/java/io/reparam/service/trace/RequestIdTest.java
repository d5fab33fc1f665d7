package io.reparam.service.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "7f3c-12", "0af7651916cd43dd8448eb211c80319c", "urn:uuid:1=2/3+4@host~x.y_z"})
    void of_saneText_isKept(String asked) {
        assertThat(RequestId.of(asked).text()).isEqualTo(asked);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\nb",
                "a\r\nb",
                "a\n",
                "a\u0000",
                "a\u001b[31m",
                "a\u0085b",
                "a\u2028b",
                "\u00e9",
                "\"quoted\"",
                "back\\slash",
                "{json}",
                "<b>",
                "${jndi:ldap}",
                "%m"
            })
    void of_anythingElse_isReplaced(String asked) {
        assertThat(RequestId.of(asked).text()).matches("[0-9a-f]{32}");
    }

    @Test
    void of_longText_isReplaced() {
        assertThat(RequestId.of("x".repeat(128)).text()).hasSize(128);
        assertThat(RequestId.of("x".repeat(129)).text()).hasSize(32);
    }

    @Test
    void of_nothing_isAnotherEachTime() {
        assertThat(RequestId.of(null)).isNotEqualTo(RequestId.of(null));
    }
}
