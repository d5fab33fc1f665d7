package io.reparam.image.decode;

import io.reparam.image.decode.ImageDecodeException.Reason;

/** JPEG inside a TIFF file, which says itself how large it is, and in how many scans its blocks are visited: its reader believes it. */
final class TiffJpeg {
    private static final int TABLES = 347;

    /** Segments of a colour profile: they are numbered by a byte. Java's reader searches a list of all for each. */
    private static final int MOST_PROFILES = 255;

    private TiffJpeg() {}

    /**
     * @param offsets entry of where the parts lie, in the file
     * @param bytes entry of how long they are
     * @param width of a part
     * @param pixels of a part
     * @throws ImageDecodeException if a part holds more than its share
     */
    static void requireFitting(TiffDirectory in, int offsets, int bytes, long width, long pixels)
            throws ImageDecodeException {
        for (int i = 0; i < in.count(bytes); i++) {
            byte[] jpeg = in.bytes(in.value(offsets, i), in.value(bytes, i));
            JpegFrame frame = JpegFrame.read(jpeg);
            if (frame.width() > width || (long) frame.width() * frame.height() > pixels) {
                throw ImageDecodeException.corrupt("a part of the TIFF file holds a JPEG of " + frame.width() + "x"
                        + frame.height() + " pixels, more than the part has");
            }
            JpegSegments segments = JpegSegments.of(jpeg, frame);
            if (frame.progressive() || segments.scans() > frame.channels()) {
                throw new ImageDecodeException(
                        Reason.UNSUPPORTED_COLOUR,
                        "the TIFF file holds progressive JPEG, which is not supported; save it as PNG");
            }
            requireFewProfiles(segments.profiles());
        }
        requireTables(in);
    }

    /** Tables that the parts share are a JPEG file without an image. */
    private static void requireTables(TiffDirectory in) throws ImageDecodeException {
        int entry = in.find(TABLES);
        if (entry < 0 || in.count(entry) <= Integer.BYTES) {
            return;
        }
        JpegMarkers tables = new JpegMarkers(in.bytes(in.outside(entry), in.count(entry)));
        int profiles = 0;
        while (tables.next() && tables.marker() != JpegMarkers.EOI) {
            if (tables.marker() == JpegMarkers.SOS || JpegMarkers.isFrame(tables.marker())) {
                throw ImageDecodeException.corrupt("the JPEG tables of the TIFF file hold an image");
            }
            profiles += tables.marker() == JpegMarkers.APP2 ? 1 : 0;
        }
        requireFewProfiles(profiles);
    }

    private static void requireFewProfiles(int segments) throws ImageDecodeException {
        if (segments > MOST_PROFILES) {
            throw ImageDecodeException.corrupt("a JPEG in the TIFF file has its colour profile in " + segments
                    + " segments; " + MOST_PROFILES + " is the most");
        }
    }
}
