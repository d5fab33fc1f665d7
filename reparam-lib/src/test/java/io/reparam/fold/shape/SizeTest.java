package io.reparam.fold.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SizeTest {
    private static final Size N = Size.of(new Atom.Named("N"));
    private static final Size H = Size.of(new Atom.Named("H"));

    @Test
    void sums_ofTheSameTerms_areEqual() {
        assertThat(N.plus(H).plus(3).minus(N)).isEqualTo(H.plus(3));
        assertThat(N.minus(N)).isEqualTo(Size.of(0));
        assertThat(N.times(H).times(2)).isEqualTo(H.times(2).times(N)).isNotEqualTo(N.times(H));
    }

    @Test
    void over_whatDivides_leavesNoQuotient() {
        assertThat(N.times(H).times(12).over(N.times(4))).isEqualTo(H.times(3));
        assertThat(N.plus(1).times(H.plus(2)).over(H.plus(2))).isEqualTo(N.plus(1));
        assertThat(N.times(6).plus(4).over(Size.of(4)))
                .isEqualTo(N.plus(N.over(Size.of(2))).plus(1));
    }

    @Test
    void over_layersOfStride2_meetTheirSumWrittenOtherwise() {
        Size once = H.plus(-1).over(Size.of(2)).plus(1);
        assertThat(once).isEqualTo(H.ceilOver(2)).isEqualTo(H.plus(1).over(Size.of(2)));
        assertThat(once.plus(-1).over(Size.of(2)).plus(1)).isEqualTo(H.ceilOver(4));
        assertThat(H.over(Size.of(2)).over(Size.of(3))).isEqualTo(H.over(Size.of(6)));
    }

    @Test
    void over_anyNumbers_isTheFloor() {
        for (int a = -9; a < 10; a++) {
            for (int b = 1; b < 5; b++) {
                for (int n = 1; n < 9; n++) {
                    Size size = N.times(a).plus(7).over(Size.of(b));
                    int at = n;
                    assertThat(size.at(atom -> atom instanceof Atom.Named ? OptionalLong.of(at) : OptionalLong.empty()))
                            .hasValue(Math.floorDiv(a * n + 7, b));
                }
            }
        }
    }

    @Test
    void truncatedOver_whatMayBeNegative_isNotTakenForTheFloor() {
        Size free = Size.of(new Atom.Entry("x", 0));
        assertThat(free.truncatedOver(Size.of(2))).isNotEqualTo(free.over(Size.of(2)));
        assertThat(Size.of(-3).truncatedOver(Size.of(2))).isEqualTo(Size.of(-1));
        assertThat(H.plus(1).truncatedOver(Size.of(2))).isEqualTo(H.plus(1).over(Size.of(2)));
    }

    @Test
    void differs_onlyWhereNoSizeMakesThemEqual() {
        assertThat(N.differs(Size.of(-1))).isTrue();
        assertThat(N.plus(1).differs(N)).isTrue();
        assertThat(N.differs(Size.of(1))).isFalse();
        assertThat(N.differs(H)).isFalse();
    }

    @Test
    void broadcast_oneGivesWay() {
        assertThat(N.broadcast(Size.of(1))).isEqualTo(N);
        assertThat(Size.of(1).broadcast(N)).isEqualTo(N);
        assertThat(N.broadcast(Size.of(7))).isEqualTo(Size.of(7));
        assertThat(N.broadcast(H)).isEqualTo(H.broadcast(N)).isNotEqualTo(N).isNotEqualTo(H);
    }

    @Test
    void scaled_byPowersOfTwo_isExact() {
        assertThat(H.scaled(2)).isEqualTo(H.times(2));
        assertThat(H.scaled(0.5)).isEqualTo(H.over(Size.of(2)));
        assertThat(Size.of(10).scaled(1 / 3f)).isEqualTo(Size.of(3));
        assertThat(H.scaled(1.5).isKnown()).isFalse();
    }
}
