package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Images of 96x96 pixels, each 27,648 bytes: 9,216 red, 9,216 green, 9,216 blue, columns from the left; and a file of as many
 * label bytes, which count from 1.
 */
final class StlImages implements ImageSet {
    /** Pixels of a side. */
    static final int SIDE = 96;

    private static final int PLANE = SIDE * SIDE;

    private final LabelSet names;
    private final byte[] pixels;
    private final byte[] labels;

    private StlImages(LabelSet names, byte[] pixels, byte[] labels) {
        this.names = names;
        this.pixels = pixels;
        this.labels = labels;
    }

    /** @throws DataException if a file is missing, or they do not belong together */
    static StlImages read(Path images, Path labelFile, LabelSet names) throws IOException {
        for (Path file : List.of(images, labelFile)) {
            if (!Files.isRegularFile(file)) {
                throw new DataException("'" + file + "' is missing; STL-10 needs it");
            }
        }
        byte[] pixels = Files.readAllBytes(images);
        byte[] labels = Files.readAllBytes(labelFile);
        if (labels.length == 0 || pixels.length != labels.length * 3L * PLANE) {
            throw new DataException("'" + images + "' has " + pixels.length + " bytes and '" + labelFile + "' "
                    + labels.length + " labels: an image has " + 3 * PLANE
                    + " bytes, so one of them is truncated; fetch it again");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 1 || labels[i] > names.size()) {
                throw new DataException("'" + labelFile + "' has label " + labels[i] + " at record " + i
                        + ", but there are classes 1 to " + names.size()
                        + ": it is damaged; remove it and fetch it again");
            }
        }
        return new StlImages(names, pixels, labels);
    }

    @Override
    public LabelSet labels() {
        return names;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int label(int index) {
        return labels[index] - 1;
    }

    @Override
    public RgbImage image(int index) {
        byte[] rgb = new byte[3 * PLANE];
        int from = index * 3 * PLANE;
        for (int y = 0, out = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[out++] = pixels[from + c * PLANE + x * SIDE + y];
                }
            }
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }
}
