package io.reparam.image.decode;

import java.awt.Point;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.stream.IntStream;

/**
 * A raster of any height that holds one line: what is written into it goes on to a canvas. ImageIO's JPEG reader writes one line at
 * a time by {@link #setRect}, of a progressive file the whole image after each scan. Should a reader write otherwise, the
 * raster is not {@link #complete}, and the image has to be read again, into one that holds it.
 */
final class ScanlineRaster extends WritableRaster {
    private final Canvas sink;
    private final byte[] line;
    private final byte[] rgb;
    private int next;
    private boolean complete;

    /** @param bands 1 or 3, of 8 bits; 1 is repeated */
    ScanlineRaster(int width, int height, int bands, Canvas sink) {
        // a line lies where the one before it lay
        super(
                new ComponentSampleModel(
                        DataBuffer.TYPE_BYTE,
                        width,
                        height,
                        bands,
                        0,
                        IntStream.range(0, bands).toArray()),
                new DataBufferByte(width * bands),
                new Point());
        this.sink = sink;
        line = new byte[width * bands];
        rgb = bands == 3 ? line : new byte[width * 3];
    }

    @Override
    public void setRect(int dx, int dy, Raster source) {
        boolean expected = dx == 0
                && dy == next
                && source.getWidth() == width
                && source.getHeight() == 1
                && source.getNumBands() == numBands;
        if (!expected) {
            next = -1; // no line is expected any more
            complete = false;
            return;
        }
        source.getDataElements(source.getMinX(), source.getMinY(), width, 1, line);
        for (int x = 0; rgb != line && x < width; x++) {
            rgb[3 * x] = line[x];
            rgb[3 * x + 1] = line[x];
            rgb[3 * x + 2] = line[x];
        }
        sink.put(dy, rgb, 0); // the reader is aborted from outside
        complete = ++next == height;
        if (complete) {
            next = 0;
        }
    }

    /** Whether the lines have all come, and the last time they came, all of them. */
    boolean complete() {
        return complete;
    }
}
