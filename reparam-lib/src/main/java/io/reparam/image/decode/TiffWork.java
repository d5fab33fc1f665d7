package io.reparam.image.decode;

import java.util.Set;

/**
 * What a reader has to do where nothing stops it: for the tags of a TIFF file, and for one strip or tile in all its planes.
 *
 * @param nanos that it takes at most
 * @param memory bytes that it takes at most, without pixels
 */
record TiffWork(long nanos, long memory) {
    private static final int LZW = 5;
    private static final int JPEG = 7;

    /** Of the photometric interpretations, those whose values are computed. */
    private static final Set<Integer> COMPUTED = Set.of(0, 6);

    private static final Set<Integer> FAX = Set.of(2, 3, 4);

    private static final Set<Integer> DEFLATE = Set.of(8, 32_946);

    /** ImageIO follows fax code by code, and a code may be one bit. */
    private static final long NANOS_A_FAX_BYTE = 250;

    /** A block of 12 bytes can describe two codes and hold nothing. */
    private static final long NANOS_A_DEFLATED_BYTE = 150;

    private static final long NANOS_A_BYTE = 10;
    /** A sample of 8 bits, or a half of a larger one, that is copied. */
    private static final long NANOS_A_SAMPLE = 10;

    /** LZW and Deflate unpack byte by byte, JPEG, YCbCr and inverted grey compute, planes are joined sample by sample. */
    private static final long NANOS_A_MADE_SAMPLE = 16;

    /** Several of them in a byte, each of a colour of its own. */
    private static final long NANOS_A_PACKED_SAMPLE = 60;

    private static final long NANOS_A_TAG_BYTE = 50;

    /** Where the colours change in a line, and in the one before. */
    private static final long FAX_BYTES_A_COLUMN = 8;

    static TiffWork of(TiffLayout layout) {
        int compression = layout.compression();
        boolean fax = FAX.contains(compression);
        boolean deflate = DEFLATE.contains(compression);
        boolean made = deflate
                || compression == LZW
                || compression == JPEG
                || layout.planes() > 1
                || COMPUTED.contains(layout.photometric());
        long ofSample = layout.bits() < 8 && layout.samples() > 1
                ? NANOS_A_PACKED_SAMPLE
                : made ? NANOS_A_MADE_SAMPLE : NANOS_A_SAMPLE;
        long ofByte = fax ? NANOS_A_FAX_BYTE : deflate ? NANOS_A_DEFLATED_BYTE : NANOS_A_BYTE;
        TiffLayout.Part part = layout.part();
        long samples = part.pixels() * layout.samples() * Math.max(8, layout.bits()) / 8;
        return new TiffWork(
                ofSample * samples
                        + layout.planes() * (ofByte * part.bytes() + part.lzw().nanos())
                        + NANOS_A_TAG_BYTE * layout.values().bytes(),
                layout.values().memory() + part.lzw().memory() + (fax ? FAX_BYTES_A_COLUMN * part.width() : 0));
    }
}
