package io.reparam.data.lines;

import io.reparam.data.DataException;
import io.reparam.image.RgbImage;
import io.reparam.image.decode.ImageDecodeException;
import io.reparam.image.decode.ImageDecoder;
import io.reparam.image.decode.ImageFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines of text of 48x192 pixels in two classes, upright and turned by 180 degrees, drawn by turns. Fonts and photographs of the
 * images in {@code val} are other ones than those in {@code train}. The same settings give the same bytes on every machine; a longer
 * set begins with the shorter one.
 *
 * @param seed of everything that is drawn
 * @param training number of images in {@code train}
 * @param validation number of images in {@code val}
 * @param fonts directory of .ttf files instead of the built-in ones
 * @param photographs directory of images to write on; null for paper alone
 * @param latin whether there are Latin letters only; else three of ten lines are of another script or digits
 * @param dark whether letters are always darker than their ground; else half are lighter
 */
public record LineSet(
        long seed,
        int training,
        int validation,
        @Nullable Path fonts,
        @Nullable Path photographs,
        boolean latin,
        boolean dark) {
    private static final List<String> CLASSES = List.of("upright", "turned");
    private static final int EVERY = 4;
    private static final long LARGEST = 100_000_000;

    /** @throws IllegalArgumentException if a class would have no image */
    public LineSet {
        if (training < 2 || validation < 2) {
            throw new IllegalArgumentException("a set of " + training + " and " + validation
                    + " lines has a class without a line; --train and --val must be 2 or more");
        }
    }

    /**
     * Writes {@code train/upright}, {@code train/turned}, {@code val/upright} and {@code val/turned}. All of them or nothing.
     *
     * @param progress hears the part that is done, 0 to 1
     * @throws DataException if the directory holds something, a font or a photograph cannot be read, or there are too few to hold
     *     some out
     */
    public void write(Path directory, DoubleConsumer progress) throws IOException {
        if (Files.exists(directory)) {
            throw new DataException("'" + directory + "' exists; choose another -o");
        }
        Typefaces faces = fonts == null ? Typefaces.builtIn() : Typefaces.in(fonts);
        List<Path> photos = photographs == null ? List.of() : images(photographs);
        Path part = directory.resolveSibling(directory.getFileName() + ".part");
        remove(part);
        int total = training + validation;
        LineDrawing learnt = new LineDrawing(faces.training(), new Backdrop(decoded(photos, false)), latin, dark);
        half(part.resolve("train"), 0, training, learnt, done -> progress.accept(done / total));
        LineDrawing held = new LineDrawing(faces.heldOut(), new Backdrop(decoded(photos, true)), latin, dark);
        half(part.resolve("val"), 1, validation, held, done -> progress.accept((training + done) / total));
        Files.move(part, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private void half(Path directory, int number, int count, LineDrawing drawing, DoubleConsumer progress)
            throws IOException {
        for (String name : CLASSES) {
            Files.createDirectories(directory.resolve(name));
        }
        SplittableRandom seeds = new SplittableRandom(2 * seed + number);
        for (int i = 0; i < count; i++) {
            boolean turned = i % 2 == 1;
            RgbImage line = drawing.draw(turned, new Random(seeds.nextLong()));
            String file = String.format(Locale.ROOT, "%06d.bmp", i);
            Files.write(directory.resolve(CLASSES.get(i % 2)).resolve(file), BmpFile.of(line));
            progress.accept(i + 1);
        }
    }

    private static List<Path> images(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> images = files.filter(
                            file -> ImageFormats.isImageName(file.getFileName().toString()))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
            if (images.size() < 2) {
                throw new DataException("'" + directory + "' holds " + images.size()
                        + " images; two or more are needed, of which one of four is held out");
            }
            return images;
        }
    }

    /** The second of every four is held out. */
    private static List<RgbImage> decoded(List<Path> files, boolean heldOut) throws IOException {
        ImageDecoder decoder = new ImageDecoder(LARGEST);
        List<RgbImage> images = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (i % EVERY == 1 == heldOut) {
                try {
                    images.add(Backdrop.kept(decoder.decode(Files.readAllBytes(files.get(i)))));
                } catch (ImageDecodeException e) {
                    throw new DataException("'" + files.get(i) + "' cannot be decoded: " + e.getMessage()
                            + "; move it out of the folder");
                }
            }
        }
        return images;
    }

    private static void remove(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
