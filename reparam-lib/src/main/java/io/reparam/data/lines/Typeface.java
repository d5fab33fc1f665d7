package io.reparam.data.lines;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Letters as outlines, read from a TrueType file: Java's own text depends on the system's fonts and its FreeType, this on nothing but
 * the file.
 */
final class Typeface {
    /** Only ratios count: the line is scaled afterwards. */
    private static final double SIZE = 100;

    private final String name;
    private final TrueTypeFont font;
    private final CmapLookup glyphs;

    private Typeface(String name, TrueTypeFont font, CmapLookup glyphs) {
        this.name = name;
        this.font = font;
        this.glyphs = glyphs;
    }

    /**
     * @param name of the file, without folders and ending
     * @throws IOException if it is not a TrueType font with outlines and Unicode
     */
    static Typeface read(String name, InputStream file) throws IOException {
        TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(file));
        if (font.getGlyph() == null) {
            throw new IOException("it has no TrueType outlines");
        }
        return new Typeface(name, font, font.getUnicodeCmapLookup());
    }

    String name() {
        return name;
    }

    /** What comes before the first hyphen: the styles of one design share it. */
    String family() {
        int hyphen = name.indexOf('-');
        return hyphen < 0 ? name : name.substring(0, hyphen);
    }

    /** Whether it has a glyph for each of the letters. */
    boolean has(String letters) {
        return letters.codePoints().allMatch(letter -> glyphs.getGlyphId(letter) != 0);
    }

    /** A line on its base line, which starts at (0, 0); y points down. */
    Shape outline(String text) {
        try {
            Path2D line = new Path2D.Double();
            double scale = SIZE / font.getUnitsPerEm();
            double x = 0;
            for (int letter : text.codePoints().toArray()) {
                int glyph = glyphs.getGlyphId(letter);
                GlyphData data = font.getGlyph().getGlyph(glyph);
                if (data != null) {
                    line.append(data.getPath().getPathIterator(new AffineTransform(scale, 0, 0, -scale, x, 0)), false);
                }
                x += scale * font.getAdvanceWidth(glyph);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
