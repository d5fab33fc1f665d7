package io.reparam.image.decode;

/**
 * How the pixels of a BMP file lie.
 *
 * @param bits of a pixel
 * @param runs whether they are given as run lengths
 * @param topDown whether the first line is the uppermost
 * @param start of the pixels in the file
 * @param palette R G B of each index
 * @param masks of red, green, blue, for 16 and 32 bits
 */
record BmpLayout(int bits, boolean runs, boolean topDown, int start, byte[] palette, BmpMask[] masks) {

    /** Lines start at multiples of 4 bytes. */
    long lineBytes(int width) {
        return ((long) width * bits + 31) / 32 * 4;
    }

    /** Turns a line into RGB. */
    void toRgb(byte[] in, int at, int width, byte[] rgb) {
        for (int x = 0, to = 0; x < width; x++, to += 3) {
            switch (bits) {
                case 24 -> {
                    rgb[to] = in[at + 3 * x + 2];
                    rgb[to + 1] = in[at + 3 * x + 1];
                    rgb[to + 2] = in[at + 3 * x];
                }
                case 16, 32 -> {
                    int pixel = 0;
                    int bytes = bits / 8;
                    for (int b = bytes - 1; b >= 0; b--) {
                        pixel = pixel << 8 | (in[at + bytes * x + b] & 0xFF);
                    }
                    for (int c = 0; c < 3; c++) {
                        rgb[to + c] = masks[c].value(pixel);
                    }
                }
                default -> {
                    int bit = x * bits;
                    look((in[at + (bit >> 3)] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1), rgb, to);
                }
            }
        }
    }

    /** The colour of an index; black if the palette lacks it. */
    void look(int index, byte[] rgb, int to) {
        for (int c = 0; c < 3; c++) {
            int from = 3 * index + c;
            rgb[to + c] = from < palette.length ? palette[from] : 0;
        }
    }
}
