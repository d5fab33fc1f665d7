package io.reparam.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import javax.imageio.ImageIO;

/** Real images of the test resources as PNG files. */
public final class CifarPictures {
    private static final int SIDE = CifarImages.SIDE;

    private CifarPictures() {}

    /**
     * Writes the first images.
     *
     * @param damaged so many of them, the first, are not images
     * @param folder under the directory, by the number of the class
     */
    public static Path write(Path directory, int count, int damaged, Function<Integer, String> folder)
            throws IOException {
        ImageSet sample = CifarSample.read();
        for (int i = 0; i < count; i++) {
            Path at = Files.createDirectories(directory.resolve(folder.apply(sample.label(i))));
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            byte[] rgb = sample.image(i).rgb();
            for (int p = 0; p < SIDE * SIDE; p++) {
                int pixel = (rgb[3 * p] & 0xff) << 16 | (rgb[3 * p + 1] & 0xff) << 8 | (rgb[3 * p + 2] & 0xff);
                image.setRGB(p % SIDE, p / SIDE, pixel);
            }
            Path file = at.resolve(i + ".png");
            ImageIO.write(image, "png", file.toFile());
            if (i < damaged) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        return directory;
    }
}
