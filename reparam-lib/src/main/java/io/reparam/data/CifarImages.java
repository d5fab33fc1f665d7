package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Images in the canonical CIFAR-10 binary format: records of one label byte and 3,072 pixel bytes (1,024 red, 1,024 green, 1,024
 * blue, rows from the top).
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the format</a>
 */
public final class CifarImages implements ImageSet {
    /** Pixels of a side. */
    public static final int SIDE = 32;

    public static final LabelSet CIFAR10 = new LabelSet(
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"));

    private static final int PLANE = SIDE * SIDE;
    private static final int RECORD = 1 + 3 * PLANE;

    /** [size]: one array a record, as in the file. */
    private final byte[][] records;

    private CifarImages(byte[][] records) {
        this.records = records;
    }

    /**
     * Reads files one after the other; at most {@code 5 x 10,000} images are usual, at 3 KiB of heap each.
     *
     * @throws DataException if a file is missing, is not a whole number of records, or has a label above 9
     */
    public static CifarImages read(List<Path> files) throws IOException {
        List<byte[]> records = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new DataException("'" + file + "' is missing; --data needs the CIFAR-10 binary files"
                        + " data_batch_1.bin to data_batch_5.bin and test_batch.bin");
            }
            byte[] bytes = Files.readAllBytes(file);
            check(file, bytes);
            for (int at = 0; at < bytes.length; at += RECORD) {
                records.add(Arrays.copyOfRange(bytes, at, at + RECORD));
            }
        }
        return new CifarImages(records.toArray(byte[][]::new));
    }

    private static void check(Path file, byte[] bytes) throws DataException {
        if (bytes.length == 0 || bytes.length % RECORD != 0) {
            throw new DataException("'" + file + "' has " + bytes.length + " bytes, not a whole number of " + RECORD
                    + "-byte records: it is truncated or no CIFAR-10 binary file; fetch it again");
        }
        for (int at = 0; at < bytes.length; at += RECORD) {
            if ((bytes[at] & 0xff) >= CIFAR10.size()) {
                throw new DataException(
                        "'" + file + "' has label " + (bytes[at] & 0xff) + " at record " + at / RECORD
                                + ", but CIFAR-10 has classes 0 to 9: it is damaged or no CIFAR-10 binary file; fetch it again");
            }
        }
    }

    @Override
    public LabelSet labels() {
        return CIFAR10;
    }

    @Override
    public int size() {
        return records.length;
    }

    @Override
    public int label(int index) {
        return records[index][0];
    }

    @Override
    public RgbImage image(int index) {
        byte[] record = records[index];
        byte[] rgb = new byte[3 * PLANE];
        for (int p = 1, out = 0; p <= PLANE; p++) {
            rgb[out++] = record[p];
            rgb[out++] = record[PLANE + p];
            rgb[out++] = record[2 * PLANE + p];
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }
}
