package io.reparam.image.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * TIFF, of which the first image is decoded.
 *
 * @see <a href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0</a>
 */
final class TiffFormat implements ImageFormat {
    @Override
    public String name() {
        return "TIFF";
    }

    @Override
    public List<String> extensions() {
        return List.of("tif", "tiff");
    }

    @Override
    public boolean matches(byte[] file) {
        return file.length >= 8 && order(file) != null;
    }

    private static @Nullable ByteOrder order(byte[] file) {
        int start = ByteBuffer.wrap(file).getInt();
        return start == 0x49492A00 ? ByteOrder.LITTLE_ENDIAN : start == 0x4D4D002A ? ByteOrder.BIG_ENDIAN : null;
    }

    @Override
    public EncodedImage open(byte[] file) throws ImageDecodeException {
        try {
            ByteBuffer in = ByteBuffer.wrap(file).order(Objects.requireNonNull(order(file)));
            return new TiffImage(file, TiffLayout.of(new TiffDirectory(file, in)));
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw ImageDecodeException.corrupt("the TIFF file's directory points outside the file");
        }
    }
}
