package io.reparam.artifact;

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
     * @param line of the canvas, into which each of these is laid
     * @param left pixels of it before these
     * @param top lines of the canvas before these
     */
    void to(Canvas canvas, byte[] line, int left, int top) throws ImageDecodeException {
        int width = width();
        boolean grey = pix.d() == 8;
        if (!grey && pix.d() != 32) {
            throw ImageDecodeException.corrupt("its decoder gave pixels of " + pix.d() + " bits");
        }
        int[] words = new int[pix.wpl()];
        IntBuffer all = new IntPointer(pix.data())
                .capacity((long) words.length * height())
                .asBuffer();
        for (int y = 0; y < height(); y++) {
            all.get(words);
            for (int x = 0, to = 3 * left; x < width; x++, to += 3) {
                int word = grey ? words[x >> 2] >> (24 - 8 * (x & 3)) : words[x];
                line[to] = (byte) (grey ? word : word >> 24);
                line[to + 1] = (byte) (grey ? word : word >> 16);
                line[to + 2] = (byte) (grey ? word : word >> 8);
            }
            canvas.line(top + y, line, 0);
        }
    }

    @Override
    public void close() {
        leptonica.pixDestroy(pix);
    }
}
