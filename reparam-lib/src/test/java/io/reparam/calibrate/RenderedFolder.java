package io.reparam.calibrate;

import io.reparam.artifact.ImagePool;
import io.reparam.artifact.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Writes drawn lines as PNG files for the command line: {@code DIR COUNT SEED}; one subdirectory a class. */
final class RenderedFolder {
    private RenderedFolder() {}

    public static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[1]);
        ImagePool lines = Rendered.lines(count, Long.parseLong(args[2]));
        for (int i = 0; i < count; i++) {
            RgbImage line = lines.image(i);
            BufferedImage image = new BufferedImage(line.width(), line.height(), BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < line.width() * line.height(); p++) {
                int red = line.rgb()[3 * p] & 0xff;
                int green = line.rgb()[3 * p + 1] & 0xff;
                int blue = line.rgb()[3 * p + 2] & 0xff;
                image.setRGB(p % line.width(), p / line.width(), red << 16 | green << 8 | blue);
            }
            Path folder = Files.createDirectories(Path.of(args[0], lines.label(i) == 0 ? "0" : "180"));
            ImageIO.write(
                    image,
                    "png",
                    folder.resolve(String.format(Locale.ROOT, "%05d.png", i)).toFile());
        }
    }
}
