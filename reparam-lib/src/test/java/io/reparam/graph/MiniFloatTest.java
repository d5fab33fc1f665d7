package io.reparam.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MiniFloatTest {
    static MiniFloat[] formats() {
        return new MiniFloat[] {MiniFloat.FLOAT16, MiniFloat.BFLOAT16};
    }

    /** Also between two neighbours: the nearer one, and the even one from the middle. */
    @ParameterizedTest
    @MethodSource("formats")
    void encode_everyNumberAndWhatLiesBetween(MiniFloat format) {
        int infinity = (1 << format.exponentBits()) - 1 << format.fractionBits();
        int wrong = (int) IntStream.range(0, infinity - 1)
                .filter(bits -> {
                    double low = format.decode((short) bits);
                    double high = format.decode((short) (bits + 1));
                    double middle = (low + high) / 2;
                    int even = bits % 2 == 0 ? bits : bits + 1;
                    return format.encode(low) != (short) bits
                            || format.encode(-low) != (short) (bits | 0x8000)
                            || format.encode(middle) != (short) even
                            || format.encode(Math.nextDown(middle)) != (short) bits
                            || format.encode(Math.nextUp(middle)) != (short) (bits + 1);
                })
                .count();
        assertThat(wrong).isZero();
    }

    @ParameterizedTest
    @CsvSource({"65504, 65504", "65519.99, 65504", "65520, Infinity", "1e300, Infinity", "-70000, -Infinity", "2e-8, 0"
    })
    void encode_atTheEndsOfFloat16(double value, double stored) {
        assertThat(ElementType.FLOAT16.nearest(value)).isEqualTo(stored);
    }

    /** The upper half of a float32 is a bfloat16. */
    @Test
    void decode_bfloat16() {
        int wrong = (int) IntStream.range(0, 1 << 16)
                .filter(bits ->
                        Double.compare(Float.intBitsToFloat(bits << 16), MiniFloat.BFLOAT16.decode((short) bits)) != 0)
                .count();
        assertThat(wrong).isZero();
    }
}
