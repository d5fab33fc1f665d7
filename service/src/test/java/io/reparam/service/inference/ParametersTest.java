package io.reparam.service.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.error.ServiceException;
import java.math.BigInteger;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParametersTest {
    @Test
    void absent_isZeroOrNull() {
        assertThat(Parameters.NONE.count("timeout")).isZero();
        assertThat(Parameters.NONE.flag("binary_data")).isNull();
    }

    @Test
    void count_beyondALong_isTheLargest() {
        assertThat(new Parameters(Map.of("timeout", BigInteger.TWO.pow(64))).count("timeout"))
                .isEqualTo(Long.MAX_VALUE);
    }

    static Object[] noCounts() {
        return new Object[] {-1L, 1.0, "1", true, BigInteger.TWO.pow(64).negate()};
    }

    @ParameterizedTest
    @MethodSource("noCounts")
    void count_ofSomethingElse_isRefused(Object value) {
        assertThatThrownBy(() -> new Parameters(Map.of("timeout", value)).count("timeout"))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("'timeout' is '" + value + "'");
    }

    @Test
    void flag_ofSomethingElse_isRefused() {
        assertThatThrownBy(() -> new Parameters(Map.of("binary_data", 1L)).flag("binary_data"))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("true or false");
    }

    @Test
    void tooMany_areRefused() {
        Map<String, Object> many =
                IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "p" + i, i -> (long) i));
        assertThatThrownBy(() -> new Parameters(many))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("65 parameters");
    }
}
