package io.reparam.service.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest {
    @Test
    void highest_isFoundToAnEighthOfTheStep_andHeld() throws Exception {
        List<Double> tried = new ArrayList<>();
        double found = Sweep.highest(100, rate -> {
            tried.add(rate);
            return rate <= 333;
        });
        assertThat(found).isLessThanOrEqualTo(333).isCloseTo(333, within(12.5));
        assertThat(tried).startsWith(100.0, 200.0, 300.0, 400.0).hasSize(7);
    }

    @Test
    void highest_nothingHolds_isZero() throws Exception {
        assertThat(Sweep.highest(100, rate -> false)).isZero();
    }
}
