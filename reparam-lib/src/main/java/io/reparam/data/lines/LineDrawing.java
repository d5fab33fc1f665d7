package io.reparam.data.lines;

import io.reparam.image.RgbImage;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws one line of text in many ways: font, script, length, size, place, slant, contrast, blur, noise. A line that is turned by 180
 * degrees differs in its letters alone: what is behind it, where it may stand and how it is disturbed is drawn alike for both.
 */
final class LineDrawing {
    /** Pixels, as text recognition cuts lines for the classifier of their direction. */
    static final int HEIGHT = 48;

    static final int WIDTH = 192;

    private static final int MARGIN = 2;

    private final List<Typeface> faces;
    private final Backdrop backdrop;
    private final boolean latin;
    private final boolean dark;

    LineDrawing(List<Typeface> faces, Backdrop backdrop, boolean latin, boolean dark) {
        this.faces = faces;
        this.backdrop = backdrop;
        this.latin = latin;
        this.dark = dark;
    }

    RgbImage draw(boolean turned, Random random) {
        PlanarImage canvas = new PlanarImage(WIDTH, HEIGHT);
        backdrop.draw(canvas, random);
        Typeface face = faces.get(random.nextInt(faces.size()));
        Shape text = face.outline(script(face, random).text(4 + random.nextInt(6), random));
        float[] ink = Ink.of(text, place(text, turned, random), WIDTH, HEIGHT);
        float[] behind = canvas.mean(ink);
        float[] colour = colour(behind, random);
        canvas.paint(ink, colour);
        if (dark && mean(colour) > mean(behind)) {
            canvas.invert();
        }
        if (random.nextBoolean()) {
            canvas.blur(0.4 + 0.6 * random.nextDouble());
        }
        canvas.addNoise(8 * random.nextDouble(), random);
        return canvas.image();
    }

    /** Seven of ten lines are Latin, or all. */
    private Script script(Typeface face, Random random) {
        if (latin) {
            return Script.LATIN;
        }
        List<Script> others = new ArrayList<>();
        for (Script script : Script.values()) {
            if (script != Script.LATIN && face.has(script.letters())) {
                others.add(script);
            }
        }
        boolean usual = random.nextDouble() < 0.7 || others.isEmpty();
        return usual ? Script.LATIN : others.get(random.nextInt(others.size()));
    }

    /** Scaled, slanted and rotated a little, somewhere inside; then turned about the image's centre. */
    static AffineTransform place(Shape text, boolean turned, Random random) {
        double angle = 0.06 * (2 * random.nextDouble() - 1);
        double slant = 0.2 * (2 * random.nextDouble() - 1);
        double sine = StrictMath.sin(angle);
        double cosine = StrictMath.cos(angle);
        AffineTransform place = new AffineTransform(cosine, sine, -sine, cosine, 0, 0);
        place.concatenate(new AffineTransform(1, 0, slant, 1, 0, 0));
        Rectangle2D box = place.createTransformedShape(text).getBounds2D();
        double room = Math.min((WIDTH - 2 * MARGIN) / box.getWidth(), (HEIGHT - 2 * MARGIN) / box.getHeight());
        double scale = Math.min(room, 0.34 + 0.26 * random.nextDouble());
        double left = MARGIN + random.nextDouble() * (WIDTH - 2 * MARGIN - scale * box.getWidth());
        double top = MARGIN + random.nextDouble() * (HEIGHT - 2 * MARGIN - scale * box.getHeight());
        AffineTransform whole = turned
                ? new AffineTransform(
                        -scale, 0, 0, -scale, WIDTH - left + scale * box.getX(), HEIGHT - top + scale * box.getY())
                : new AffineTransform(scale, 0, 0, scale, left - scale * box.getX(), top - scale * box.getY());
        whole.concatenate(place);
        return whole;
    }

    /** Darker or lighter than the ground under the letters, by 80 to 160 of 255. */
    private static float[] colour(float[] behind, Random random) {
        float contrast = 80 + 80 * random.nextFloat();
        float mean = mean(behind);
        boolean lighter = random.nextBoolean();
        if (lighter ? mean + contrast > 255 : mean - contrast < 0) {
            lighter = !lighter;
        }
        float[] colour = new float[3];
        for (int c = 0; c < 3; c++) {
            float tint = 30 * (random.nextFloat() - 0.5f);
            colour[c] = Math.max(0, Math.min(255, behind[c] + (lighter ? contrast : -contrast) + tint));
        }
        return colour;
    }

    private static float mean(float[] colour) {
        return (colour[0] + colour[1] + colour[2]) / 3;
    }
}
