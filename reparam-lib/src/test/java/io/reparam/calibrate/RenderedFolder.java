package io.reparam.calibrate;

import io.reparam.image.ImagePool;
import io.reparam.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Writes drawn text as PNG files for the command line: {@code lines DIR COUNT SEED}, one subdirectory a class, or {@code pages ...}. */
final class RenderedFolder {
    private static final int SIDE = 640;

    private RenderedFolder() {}

    public static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[2]);
        long seed = Long.parseLong(args[3]);
        boolean pages = args[0].equals("pages");
        ImagePool drawn = pages ? Rendered.pages(count, SIDE, seed) : Rendered.lines(count, seed);
        for (int i = 0; i < count; i++) {
            Path folder = Path.of(args[1], pages ? "" : drawn.label(i) == 0 ? "0" : "1");
            Files.createDirectories(folder);
            String name = String.format(Locale.ROOT, "%05d.png", i);
            ImageIO.write(picture(drawn.image(i)), "png", folder.resolve(name).toFile());
        }
    }

    private static BufferedImage picture(RgbImage drawn) {
        BufferedImage image = new BufferedImage(drawn.width(), drawn.height(), BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < drawn.width() * drawn.height(); p++) {
            int red = drawn.rgb()[3 * p] & 0xff;
            int green = drawn.rgb()[3 * p + 1] & 0xff;
            int blue = drawn.rgb()[3 * p + 2] & 0xff;
            image.setRGB(p % drawn.width(), p / drawn.width(), red << 16 | green << 8 | blue);
        }
        return image;
    }
}
