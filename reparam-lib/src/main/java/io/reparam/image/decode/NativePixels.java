package io.reparam.image.decode;

import java.nio.IntBuffer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;

/** Pixels that a native decoder made: 32 bits with red uppermost, or 8 bits of grey. Holds native memory: close it. */
final class NativePixels implements AutoCloseable {
    private final PIX pix;

    NativePixels(PIX pix) {
        this.pix = pix;
    }

    int width() {
        return pix.w();
    }

    int height() {
        return pix.h();
    }

    /**
     * Gives all lines from the top down.
     *
     * @param line words of a line of the canvas, into which each of these is laid
     * @param left pixels of it before these
     * @param top lines of the canvas before these
     */
    void to(Canvas canvas, int[] line, int left, int top) throws ImageDecodeException {
        boolean grey = pix.d() == 8;
        if (!grey && pix.d() != 32) {
            throw ImageDecodeException.corrupt("its decoder gave pixels of " + pix.d() + " bits");
        }
        int width = width();
        int[] four = new int[grey ? pix.wpl() : 0];
        IntBuffer all =
                new IntPointer(pix.data()).capacity((long) pix.wpl() * height()).asBuffer();
        for (int y = 0; y < height(); y++) {
            if (grey) {
                all.get(four);
                for (int x = 0; x < width; x++) {
                    line[left + x] = 0x01010100 * ((four[x >> 2] >> (24 - 8 * (x & 3))) & 0xff);
                }
            } else {
                all.get(line, left, width);
            }
            canvas.line(top + y, line);
        }
    }

    @Override
    public void close() {
        leptonica.pixDestroy(pix);
    }
}
