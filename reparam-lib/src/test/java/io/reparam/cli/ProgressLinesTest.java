package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private final ProgressLines progress = new ProgressLines("train", 5 * SECOND, lines::add);

    @Test
    void workOfSeconds_printsNothing() {
        progress.at(0.5, "", 20 * SECOND);
        progress.at(1, "", 34 * SECOND);
        assertThat(lines).isEmpty();
    }

    @Test
    void longWork_printsALineEveryHalfMinute_withTheTimeLeft() {
        for (int second = 6; second <= 125; second++) {
            progress.at((second - 5) / 7200.0, " loss 1.2", second * SECOND);
        }
        assertThat(lines)
                .containsExactly(
                        "train: 0 %, 1 h 59 min left, loss 1.2",
                        "train: 1 %, 1 h 59 min left, loss 1.2",
                        "train: 1 %, 1 h 58 min left, loss 1.2",
                        "train: 2 %, 1 h 58 min left, loss 1.2");
    }

    @Test
    void lastMinute_isToldInSeconds() {
        progress.at(0, "", 5 * SECOND);
        progress.at(0.75, "", 125 * SECOND);
        assertThat(lines).containsExactly("train: 75 %, 40 s left");
    }

    @Test
    void workThatGoesOn_countsOnlyWhatThisRunDid() {
        progress.at(0.80, "", 5 * SECOND);
        progress.at(0.90, "", 45 * SECOND);
        progress.at(0.95, "", 75 * SECOND);
        assertThat(lines).containsExactly("train: 90 %, 40 s left", "train: 95 %, 23 s left");
    }

    @Test
    void workThatIsDoneAgain_countsFromItsNewBeginning() {
        progress.at(0.9, "", 5 * SECOND);
        progress.at(0, "", 25 * SECOND);
        progress.at(0.5, "", 65 * SECOND);
        assertThat(lines).containsExactly("train: 50 %, 40 s left");
    }

    @Test
    void workInBetween_saysNothingOfTheTime_andLeavesItAlone() {
        progress.between(0, " held-out images", 5 * SECOND);
        progress.at(0.5, "", 5 * SECOND);
        progress.between(0.1, " held-out images", 45 * SECOND);
        progress.at(0.75, "", 85 * SECOND);
        assertThat(lines).containsExactly("train: 10 %, held-out images", "train: 75 %, 1 min left");
    }

    @Test
    void noWorkDone_saysNothingOfTheTime() {
        progress.at(0, "", 40 * SECOND);
        assertThat(lines).containsExactly("train: 0 %");
    }
}
