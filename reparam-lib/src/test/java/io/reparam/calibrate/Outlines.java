package io.reparam.calibrate;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/** Letters as shapes, from fonts on the class path: Java's own text needs fontconfig and a font of the system, which a bare machine lacks. */
final class Outlines {
    private final TrueTypeFont font;
    private final CmapLookup glyphs;

    private Outlines(String resource) {
        try (InputStream file = Objects.requireNonNull(Outlines.class.getResourceAsStream(resource), resource)) {
            font = new TTFParser().parse(new RandomAccessReadBuffer(file));
            glyphs = font.getUnicodeCmapLookup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Eight fonts: sans, serif and mono, plain, bold and italic, of the families DejaVu and Liberation. */
    static List<Outlines> all() {
        return Stream.of(
                        "/net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf",
                        "/net/sf/jasperreports/fonts/dejavu/DejaVuSerif-Bold.ttf",
                        "/net/sf/jasperreports/fonts/dejavu/DejaVuSansMono.ttf",
                        "/liberation/LiberationSerif-Regular.ttf",
                        "/liberation/LiberationSans-Regular.ttf",
                        "/liberation/LiberationSans-BoldItalic.ttf",
                        "/liberation/LiberationSerif-Italic.ttf",
                        "/liberation/LiberationMono-Bold.ttf")
                .map(Outlines::new)
                .toList();
    }

    /** @param size of the em square, in pixels; the text starts at (0, 0) on its base line */
    Shape of(String text, int size) {
        Path2D line = new Path2D.Double();
        double scale = (double) size / unitsPerEm();
        double x = 0;
        for (int letter : text.codePoints().toArray()) {
            int glyph = glyphs.getGlyphId(letter);
            Shape shape = shape(glyph);
            AffineTransform place = AffineTransform.getTranslateInstance(x, 0);
            place.scale(scale, -scale);
            line.append(place.createTransformedShape(shape), false);
            x += scale * advance(glyph);
        }
        return line;
    }

    private int unitsPerEm() {
        try {
            return font.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int advance(int glyph) {
        try {
            return font.getAdvanceWidth(glyph);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Shape shape(int glyph) {
        try {
            GlyphData data = font.getGlyph().getGlyph(glyph);
            return data == null ? new Path2D.Double() : data.getPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
