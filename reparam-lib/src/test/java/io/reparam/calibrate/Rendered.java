package io.reparam.calibrate;

import io.reparam.image.ImagePool;
import io.reparam.image.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws text: lines that stand upright or on their heads, slanted and noisy, and pages of such lines. The same seed draws the same on
 * every machine, also on one without fonts.
 */
final class Rendered {
    private static final String LETTERS =
            "aaabbccddeeeeffgghhiiijjkkllmmnnoooppqqrrsstttuuvvwwxxyyzzAABBCCDDEEFFGGHHIJKLMNOPQRSTUVWXYZ0123456789.,:;-!?%&";

    private final List<Outlines> fonts = Outlines.all();
    private final Random random;

    Rendered(long seed) {
        random = new Random(seed);
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
        Shape text = text(20 + random.nextInt(26), 1 + random.nextInt(3));
        Rectangle2D box = text.getBounds2D();
        int pad = 3 + random.nextInt(6);
        int width = (int) Math.ceil(box.getWidth()) + 2 * pad;
        int height = (int) Math.ceil(box.getHeight()) + 2 * pad;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = paper(image);
        AffineTransform slant = AffineTransform.getRotateInstance(
                Math.toRadians(random.nextGaussian() * 1.5) + (turned ? Math.PI : 0), width / 2.0, height / 2.0);
        graphics.transform(slant);
        graphics.translate(pad - box.getX(), pad - box.getY());
        graphics.fill(text);
        graphics.dispose();
        return noisy(image, random.nextDouble() * 25);
    }

    private RgbImage page(int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = paper(image);
        float y = 10;
        while (y < side - 30) {
            Shape text = text(12 + random.nextInt(16), 1 + random.nextInt(4));
            y += (float) text.getBounds2D().getHeight() + 6;
            graphics.fill(AffineTransform.getTranslateInstance(6 + random.nextInt(side / 6), y)
                    .createTransformedShape(text));
            y += random.nextInt(side / 10);
        }
        graphics.dispose();
        return noisy(image, random.nextDouble() * 12);
    }

    /** A ground of one colour, and a pen that can be read on it. */
    private Graphics2D paper(BufferedImage image) {
        boolean dark = random.nextInt(4) == 0;
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(colour(dark ? 0 : 170));
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(colour(dark ? 170 : 0));
        return graphics;
    }

    private Color colour(int from) {
        return new Color(from + random.nextInt(86), from + random.nextInt(86), from + random.nextInt(86));
    }

    private Shape text(int size, int words) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < words; word++) {
            text.append(word == 0 ? "" : " ");
            int length = 2 + random.nextInt(7);
            for (int i = 0; i < length; i++) {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return fonts.get(random.nextInt(fonts.size())).of(text.toString(), size);
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
