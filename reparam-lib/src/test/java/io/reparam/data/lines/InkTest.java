package io.reparam.data.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InkTest {
    private static final AffineTransform AS_IT_IS = new AffineTransform();

    @Test
    void rectangle_coversWhatItCovers() {
        float[] ink = Ink.of(new Rectangle2D.Double(0.5, 1, 2, 1.5), AS_IT_IS, 4, 4);
        assertThat(ink).containsExactly(0, 0, 0, 0, .5f, 1, .5f, 0, .25f, .5f, .25f, 0, 0, 0, 0, 0);
    }

    @Test
    void hole_isLeftOut_andWhatOverlapsCountsOnce() {
        Path2D ring = new Path2D.Double();
        ring.append(new Rectangle2D.Double(0, 0, 4, 4), false);
        ring.moveTo(1, 1); // the other way round
        ring.lineTo(1, 3);
        ring.lineTo(3, 3);
        ring.lineTo(3, 1);
        ring.closePath();
        float[] ink = Ink.of(ring, AS_IT_IS, 4, 4);
        assertThat(ink[0]).isEqualTo(1);
        assertThat(ink[5]).isZero();
        Path2D twice = new Path2D.Double(new Rectangle2D.Double(0, 0, 4, 4));
        twice.append(new Rectangle2D.Double(1, 1, 2, 2), false);
        assertThat(Ink.of(twice, AS_IT_IS, 4, 4)).containsOnly(1);
    }

    @Test
    void partOutside_isCutOff() {
        float[] ink = Ink.of(new Rectangle2D.Double(-5, -5, 7, 20), AS_IT_IS, 4, 2);
        assertThat(ink).containsExactly(1, 1, 0, 0, 1, 1, 0, 0);
    }

    /** Nothing but the letters may tell the direction: a turned line is the upright one, point by point. */
    @Test
    void turnedLine_isTheUprightOneTurned() throws IOException {
        Typeface face = Typefaces.builtIn().training().get(0);
        Shape text = face.outline("Agfx 37");
        for (int seed = 0; seed < 5; seed++) {
            float[] upright = drawn(text, false, seed);
            float[] turned = drawn(text, true, seed);
            double sum = 0;
            for (int i = 0; i < upright.length; i++) {
                assertThat(turned[upright.length - 1 - i]).isCloseTo(upright[i], within(1e-4f));
                sum += upright[i];
            }
            assertThat(sum).isGreaterThan(100);
        }
    }

    private static float[] drawn(Shape text, boolean turned, long seed) {
        AffineTransform place = LineDrawing.place(text, turned, new Random(seed));
        return Ink.of(text, place, LineDrawing.WIDTH, LineDrawing.HEIGHT);
    }
}
