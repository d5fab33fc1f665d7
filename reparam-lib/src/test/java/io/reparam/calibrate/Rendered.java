package io.reparam.calibrate;

import io.reparam.artifact.ImagePool;
import io.reparam.artifact.RgbImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws text: lines that stand upright or on their heads, slanted and noisy, and pages of such lines. Fonts are Debian's, which
 * {@code .ci/run} installs: fonts-dejavu-core, fonts-liberation, fonts-freefont-ttf. The same seed draws the same.
 */
final class Rendered {
    private static final Path FONTS = Path.of("/usr/share/fonts/truetype");
    private static final List<String> FILES = List.of(
            "dejavu/DejaVuSans.ttf",
            "dejavu/DejaVuSerif-Bold.ttf",
            "dejavu/DejaVuSansMono.ttf",
            "liberation/LiberationSans-Regular.ttf",
            "liberation/LiberationSerif-Italic.ttf",
            "liberation/LiberationMono-Bold.ttf",
            "freefont/FreeSerif.ttf",
            "freefont/FreeSansBoldOblique.ttf");
    private static final String LETTERS =
            "aaabbccddeeeeffgghhiiijjkkllmmnnoooppqqrrsstttuuvvwwxxyyzzAABBCCDDEEFFGGHHIJKLMNOPQRSTUVWXYZ0123456789.,:;-!?%&";

    private final List<Font> fonts = new ArrayList<>();
    private final Random random;

    Rendered(long seed) {
        random = new Random(seed);
        for (String file : FILES) {
            Path font = FONTS.resolve(file);
            if (!Files.isRegularFile(font)) {
                throw new IllegalStateException(
                        "font '" + font
                                + "' is missing; apt-get install fontconfig fonts-dejavu-core fonts-liberation fonts-freefont-ttf");
            }
            try {
                fonts.add(Font.createFont(Font.TRUETYPE_FONT, font.toFile()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (FontFormatException e) {
                throw new IllegalStateException(font + " is no font", e);
            }
        }
    }

    /** Lines by turns upright, class 0, and turned by 180 degrees, class 1. */
    static ImagePool lines(int count, long seed) {
        Rendered rendered = new Rendered(seed);
        List<RgbImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(rendered.line(i % 2 == 1));
        }
        return new ImagePool(count, i -> i % 2, images::get);
    }

    /** Pages of several lines. */
    static ImagePool pages(int count, int side, long seed) {
        Rendered rendered = new Rendered(seed);
        List<RgbImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(rendered.page(side));
        }
        return new ImagePool(count, i -> -1, images::get);
    }

    private RgbImage line(boolean turned) {
        TextLayout layout = layout(20 + random.nextInt(26), 1 + random.nextInt(3));
        Rectangle2D box = layout.getBounds();
        int pad = 3 + random.nextInt(6);
        int width = (int) Math.ceil(box.getWidth()) + 2 * pad;
        int height = (int) Math.ceil(box.getHeight()) + 2 * pad;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = paper(image);
        AffineTransform slant = AffineTransform.getRotateInstance(
                Math.toRadians(random.nextGaussian() * 1.5) + (turned ? Math.PI : 0), width / 2.0, height / 2.0);
        graphics.transform(slant);
        layout.draw(graphics, (float) (pad - box.getX()), (float) (pad - box.getY()));
        graphics.dispose();
        return noisy(image, random.nextDouble() * 25);
    }

    private RgbImage page(int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = paper(image);
        float y = 10;
        while (y < side - 30) {
            TextLayout layout = layout(12 + random.nextInt(16), 1 + random.nextInt(4));
            y += (float) layout.getBounds().getHeight() + 6;
            layout.draw(graphics, 6 + random.nextInt(side / 6), y);
            y += random.nextInt(side / 10);
        }
        graphics.dispose();
        return noisy(image, random.nextDouble() * 12);
    }

    /** A ground of one colour, and a pen that can be read on it. */
    private Graphics2D paper(BufferedImage image) {
        boolean dark = random.nextInt(4) == 0;
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(colour(dark ? 0 : 170));
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(colour(dark ? 170 : 0));
        return graphics;
    }

    private Color colour(int from) {
        return new Color(from + random.nextInt(86), from + random.nextInt(86), from + random.nextInt(86));
    }

    private TextLayout layout(int size, int words) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < words; word++) {
            text.append(word == 0 ? "" : " ");
            int length = 2 + random.nextInt(7);
            for (int i = 0; i < length; i++) {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        Font font = fonts.get(random.nextInt(fonts.size())).deriveFont((float) size);
        return new TextLayout(text.toString(), font, new FontRenderContext(new AffineTransform(), true, true));
    }

    private RgbImage noisy(BufferedImage image, double deviation) {
        int width = image.getWidth();
        byte[] rgb = new byte[3 * width * image.getHeight()];
        for (int at = 0; at < rgb.length; at++) {
            int pixel = image.getRGB(at / 3 % width, at / 3 / width);
            int value = pixel >> (16 - 8 * (at % 3)) & 0xff;
            long noised = Math.round(value + deviation * random.nextGaussian());
            rgb[at] = (byte) Math.max(0, Math.min(255, noised));
        }
        return new RgbImage(width, image.getHeight(), rgb);
    }
}
