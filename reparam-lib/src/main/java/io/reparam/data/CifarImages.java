package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Images in CIFAR's binary formats: records of one or two label bytes, of which the last counts, and 3,072 pixel bytes (1,024
 * red, 1,024 green, 1,024 blue, rows from the top).
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the format</a>
 */
public final class CifarImages implements ImageSet {
    /** Pixels of a side. */
    public static final int SIDE = 32;

    static final ImageTransform TRANSFORM = new CropAndFlip(4);

    private static final int PLANE = SIDE * SIDE;

    private final LabelSet labels;
    private final int labelBytes;
    /** [size]: one array a record, as in the file. */
    private final byte[][] records;

    private CifarImages(LabelSet labels, int labelBytes, byte[][] records) {
        this.labels = labels;
        this.labelBytes = labelBytes;
        this.records = records;
    }

    /** Files of CIFAR-10, one after the other. */
    public static CifarImages read(List<Path> files) throws IOException {
        return read(files, 1, Cifar10.LABELS);
    }

    /**
     * Reads files one after the other; at most 50,000 images are usual, at 3 KiB of heap each.
     *
     * @throws DataException if a file is missing, is not a whole number of records, or has a label beyond its classes
     */
    static CifarImages read(List<Path> files, int labelBytes, LabelSet labels) throws IOException {
        List<byte[]> records = new ArrayList<>();
        int size = labelBytes + 3 * PLANE;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new DataException("'" + file + "' is missing; --data needs all of " + DataSets.formats());
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0 || bytes.length % size != 0) {
                throw new DataException("'" + file + "' has " + bytes.length + " bytes, not a whole number of " + size
                        + "-byte records: it is truncated or no CIFAR binary file; fetch it again");
            }
            for (int at = 0; at < bytes.length; at += size) {
                int label = bytes[at + labelBytes - 1] & 0xff;
                if (label >= labels.size()) {
                    throw new DataException("'" + file + "' has label " + label + " at record " + at / size
                            + ", but there are classes 0 to " + (labels.size() - 1)
                            + ": it is damaged or another CIFAR; remove it and fetch it again");
                }
                records.add(Arrays.copyOfRange(bytes, at, at + size));
            }
        }
        return new CifarImages(labels, labelBytes, records.toArray(byte[][]::new));
    }

    /** The published mean and deviation, at any size. */
    static PreprocessSpec preprocess(ImageSize size) {
        PreprocessSpec cifar = PreprocessSpec.CIFAR;
        return new PreprocessSpec(
                size.height(), size.width(), size.longer(), cifar.interpolation(), cifar.mean(), cifar.std());
    }

    @Override
    public LabelSet labels() {
        return labels;
    }

    @Override
    public int size() {
        return records.length;
    }

    @Override
    public int label(int index) {
        return records[index][labelBytes - 1];
    }

    @Override
    public RgbImage image(int index) {
        byte[] record = records[index];
        byte[] rgb = new byte[3 * PLANE];
        for (int p = labelBytes, out = 0; p < labelBytes + PLANE; p++) {
            rgb[out++] = record[p];
            rgb[out++] = record[PLANE + p];
            rgb[out++] = record[2 * PLANE + p];
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }
}
