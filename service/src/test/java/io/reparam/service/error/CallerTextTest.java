package io.reparam.service.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerTextTest {
    @Test
    void quote_plainText_staysAsItIs() {
        assertThat(CallerText.quote("cifar10")).isEqualTo("'cifar10'");
    }

    @Test
    void quote_newlinesAndEscapes_cannotForgeALine() {
        assertThat(CallerText.quote("a\r\nERROR \u001b[31m\u202e")).isEqualTo("'a??ERROR ?[31m?'");
    }

    @Test
    void quote_longText_isCut() {
        assertThat(CallerText.quote("x".repeat(1000))).isEqualTo("'" + "x".repeat(64) + "...'");
    }
}
