package io.reparam.image.decode;

import java.nio.ByteBuffer;

/**
 * How the pixels of a PNG file lie, from its header chunk.
 *
 * @param bits of a sample: 1, 2, 4, 8 or 16
 * @param samples of a pixel: 1 grey or palette, 2 grey and alpha, 3 colour, 4 colour and alpha
 * @param palette whether the sample is an index
 * @param interlaced whether they come in seven passes
 */
record PngLayout(int width, int height, int bits, int samples, boolean palette, boolean interlaced) {
    static final int TYPE = 0x49484452;
    static final int BYTES = 13;
    /** R G B of each index that eight bits hold. */
    static final int LARGEST_PALETTE = 3 * 256;

    static PngLayout of(ByteBuffer header) throws ImageDecodeException {
        int width = header.getInt();
        int height = header.getInt();
        int bits = header.get() & 0xFF;
        int colour = header.get() & 0xFF;
        int compression = header.get();
        int filter = header.get();
        int interlace = header.get();
        boolean known = switch (colour) {
            case 0 -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
            case 3 -> bits == 1 || bits == 2 || bits == 4 || bits == 8;
            case 2, 4, 6 -> bits == 8 || bits == 16;
            default -> false;
        };
        if (!known || compression != 0 || filter != 0 || interlace < 0 || interlace > 1) {
            throw ImageDecodeException.corrupt("the PNG header says colour type " + colour + " with " + bits
                    + " bits, compression " + compression + ", filter " + filter + ", interlace " + interlace);
        }
        int samples = switch (colour) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
        return new PngLayout(width, height, bits, samples, colour == 3, interlace == 1);
    }

    /** Bytes of a line of so many pixels, without its filter's. */
    int lineBytes(int pixels) {
        return Math.toIntExact(((long) pixels * bits * samples + 7) / 8);
    }

    /** Bytes from a sample to the same of the pixel before, for the filters. */
    int filterStep() {
        return Math.max(1, bits * samples / 8);
    }

    /**
     * Turns a line into RGB: grey is repeated, an index looked up, alpha dropped, of 16 bits the upper 8 kept.
     *
     * @param palette R G B of each index; what it lacks is black
     * @param line whose samples start at byte 1
     * @param step pixels from one to the next in rgb
     */
    void toRgb(byte[] line, int pixels, byte[] palette, byte[] rgb, int at, int step) {
        int to = at * 3;
        int move = step * 3;
        if (bits < 8) {
            int mask = (1 << bits) - 1;
            for (int x = 0; x < pixels; x++, to += move) {
                int bit = x * bits;
                int value = (line[1 + (bit >> 3)] >> (8 - bits - (bit & 7))) & mask;
                if (this.palette) {
                    look(palette, value, rgb, to);
                } else {
                    fill(rgb, to, (byte) (value * 255 / mask));
                }
            }
            return;
        }
        int sample = bits / 8;
        int pixel = sample * samples;
        for (int x = 0, from = 1; x < pixels; x++, from += pixel, to += move) {
            if (this.palette) {
                look(palette, line[from] & 0xFF, rgb, to);
            } else if (samples < 3) {
                fill(rgb, to, line[from]);
            } else {
                rgb[to] = line[from];
                rgb[to + 1] = line[from + sample];
                rgb[to + 2] = line[from + 2 * sample];
            }
        }
    }

    private static void fill(byte[] rgb, int to, byte value) {
        rgb[to] = value;
        rgb[to + 1] = value;
        rgb[to + 2] = value;
    }

    private static void look(byte[] palette, int index, byte[] rgb, int to) {
        for (int c = 0; c < 3; c++) {
            int from = 3 * index + c;
            rgb[to + c] = from < palette.length ? palette[from] : 0;
        }
    }
}
