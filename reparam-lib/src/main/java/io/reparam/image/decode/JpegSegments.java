package io.reparam.image.decode;

/**
 * What the segments of a whole JPEG file say, found without decoding. libjpeg notices a file that is cut off inside a scan. It does not
 * notice one that is cut off between two, where a progressive file still lacks most of its detail. And each scan is work: a few bytes can
 * ask a decoder to pass over the whole image once more.
 *
 * @param scans in the file
 * @param scanNanos that all scans take together
 * @param profiles segments of a colour profile or the like; Java's reader keeps each and applies the profile, Pillow does not
 */
record JpegSegments(int scans, long scanNanos, int profiles) {
    /** What a decoder takes at most a block that a scan visits, a pixel that it gives, a byte that it reads. */
    private static final long NANOS_A_BLOCK = 60;

    /** Measured: 350 where no coefficient is set. */
    private static final long NANOS_AN_ARITHMETIC_BLOCK = 700;

    private static final long NANOS_A_PIXEL = 12;
    private static final long NANOS_A_BYTE = 10;

    /** A scan that refines coefficients looks at each of a block, and reads a bit for each that is not 0. */
    private static final long NANOS_A_REFINED_BLOCK = 100;

    private static final long NANOS_A_REFINING_BYTE = 200;

    private static final long NANOS_A_BLOCK_AFTER_A_SCAN = 300;

    /** @throws ImageDecodeException if the file ends before its end marker, or has no scan */
    static JpegSegments of(byte[] file, JpegFrame frame) throws ImageDecodeException {
        int scans = 0;
        int profiles = 0;
        long nanos = 0;
        boolean refines = false;
        JpegMarkers segments = new JpegMarkers(file);
        while (segments.next()) {
            nanos += segments.gap() * (refines ? NANOS_A_REFINING_BYTE : NANOS_A_BYTE);
            refines = false;
            switch (segments.marker()) {
                case JpegMarkers.EOI -> {
                    if (scans == 0) {
                        throw ImageDecodeException.corrupt("the JPEG file has no scan before its end marker");
                    }
                    return new JpegSegments(scans, nanos, profiles);
                }
                case JpegMarkers.SOS -> {
                    scans++;
                    refines = !frame.arithmetic() && refines(file, segments.at());
                    nanos += visited(file, segments.at() + 4, frame)
                            * (frame.arithmetic()
                                    ? NANOS_AN_ARITHMETIC_BLOCK
                                    : refines ? NANOS_A_REFINED_BLOCK : NANOS_A_BLOCK);
                }
                case JpegMarkers.APP2 -> profiles++;
                default -> {}
            }
        }
        throw ImageDecodeException.corrupt("the JPEG file ends at byte " + file.length + ", before its end marker");
    }

    /**
     * What decoding by libjpeg-turbo takes at most.
     *
     * @param pixels that the decoder gives
     * @param bytes of the file
     */
    long nanos(long pixels, int bytes) {
        return scanNanos + NANOS_A_PIXEL * pixels + NANOS_A_BYTE * bytes;
    }

    /** What decoding by ImageIO takes at most: of a progressive file it makes the whole image after each scan. */
    long imageIoNanos(JpegFrame frame, int bytes) {
        long blocks = frame.blocks();
        return nanos(64 * blocks, bytes) + (frame.progressive() ? scans * NANOS_A_BLOCK_AFTER_A_SCAN * blocks : 0);
    }

    /** Whether a scan gives further bits of coefficients that an earlier one began, other than of the first of each block. */
    private static boolean refines(byte[] file, int at) {
        int first = at + 5 + 2 * (at + 4 < file.length ? file[at + 4] & 0xFF : 0);
        return first + 2 < file.length && file[first] != 0 && (file[first + 2] & 0xF0) != 0;
    }

    /** Blocks of the channels that a scan names; all if it names one that is not there. */
    private static long visited(byte[] file, int at, JpegFrame frame) {
        long sum = 0;
        int named = at < file.length ? file[at] & 0xFF : 0;
        for (int i = 0; i < Math.min(named, 4) && at + 1 + 2 * i < file.length; i++) {
            int channel = 0;
            while (channel < frame.channels() && frame.ids()[channel] != file[at + 1 + 2 * i]) {
                channel++;
            }
            if (channel == frame.channels()) {
                return frame.blocks();
            }
            sum += frame.blocks(channel);
        }
        return sum;
    }

    /** The file; a copy whose colour profiles became comments if it has any: they are kept in a list that is searched for each. */
    byte[] withoutProfiles(byte[] file) throws ImageDecodeException {
        if (profiles == 0) {
            return file;
        }
        byte[] copy = file.clone();
        JpegMarkers segments = new JpegMarkers(copy);
        while (segments.next() && segments.marker() != JpegMarkers.EOI) {
            if (segments.marker() == JpegMarkers.APP2) {
                copy[segments.at() + 1] = (byte) JpegMarkers.COM;
            }
        }
        return copy;
    }
}
