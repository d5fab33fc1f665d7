package io.reparam.image.decode;

import io.reparam.image.decode.ImageDecodeException.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of images that are decoded: the only list of them. */
public final class ImageFormats {
    private static final List<ImageFormat> ALL = List.of(
            new PngFormat(), new JpegFormat(), new WebpFormat(), new GifFormat(), new BmpFormat(), new TiffFormat());

    private ImageFormats() {}

    /** The names as a sentence has them: {@code PNG, JPEG, WebP, GIF, BMP or TIFF}. */
    public static String names() {
        List<String> names = ALL.stream().map(ImageFormat::name).toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.get(names.size() - 1);
    }

    /** The endings of file names as a sentence has them: {@code .png, .jpg, .jpeg, ...}. */
    public static String endings() {
        return ALL.stream()
                .flatMap(format -> format.extensions().stream())
                .map(extension -> "." + extension)
                .collect(Collectors.joining(", "));
    }

    /** The name of the format that a file's first bytes are of; empty if it is not one of these. */
    public static Optional<String> nameOf(byte[] file) {
        return ALL.stream()
                .filter(format -> format.matches(file))
                .map(ImageFormat::name)
                .findFirst();
    }

    /** Whether a file of this name is taken for an image, by its ending, in capitals or not. */
    public static boolean isImageName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .flatMap(format -> format.extensions().stream())
                .anyMatch(extension -> name.endsWith("." + extension));
    }

    /** Reads the header. */
    static EncodedImage open(byte[] file) throws ImageDecodeException {
        if (file.length == 0) {
            throw new ImageDecodeException(Reason.EMPTY, "the image is empty (0 bytes)");
        }
        for (ImageFormat format : ALL) {
            if (format.matches(file)) {
                return format.open(file);
            }
        }
        Optional<UndecodedFormat> other = UndecodedFormat.of(file);
        if (other.isPresent()) {
            throw new ImageDecodeException(
                    Reason.OTHER_FORMAT,
                    "the image is " + other.get().named() + ", which is not supported; convert it to " + names());
        }
        throw new ImageDecodeException(
                Reason.NOT_AN_IMAGE,
                "the " + file.length + " bytes are not an image in " + names() + " format; convert it to one of these");
    }
}
