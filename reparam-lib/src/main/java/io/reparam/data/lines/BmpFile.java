package io.reparam.data.lines;

import io.reparam.image.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A BMP of 24 bits: nothing is compressed, so that every machine writes the same bytes. */
final class BmpFile {
    private static final int HEADER = 54;
    private static final int BITS = 24;

    private BmpFile() {}

    static byte[] of(RgbImage image) {
        int row = (3 * image.width() + 3) / 4 * 4;
        ByteBuffer file = ByteBuffer.allocate(HEADER + row * image.height()).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(HEADER);
        file.putInt(HEADER - 14).putInt(image.width()).putInt(image.height());
        file.putShort((short) 1).putShort((short) BITS);
        for (int y = image.height() - 1; y >= 0; y--) {
            file.position(HEADER + (image.height() - 1 - y) * row);
            for (int x = 0; x < image.width(); x++) {
                int at = 3 * (y * image.width() + x);
                file.put(image.rgb()[at + 2]).put(image.rgb()[at + 1]).put(image.rgb()[at]);
            }
        }
        return file.array();
    }
}
