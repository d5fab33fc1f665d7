package io.reparam.artifact;

/**
 * The segments of a whole JPEG file. libjpeg notices a file that is cut off inside a scan but not one that is cut off between
 * two, where a progressive file still lacks most of its detail; and Java's reader applies colour profiles, which Pillow does not.
 */
final class JpegSegments {
    private static final int EOI = 0xD9;
    private static final int APP2 = 0xE2;
    private static final int COM = 0xFE;

    private JpegSegments() {}

    /**
     * @param file with a frame header
     * @return the file; a copy whose colour profile became a comment if it has one
     * @throws ImageDecodeException if the file ends before its end marker
     */
    static byte[] withoutProfile(byte[] file) throws ImageDecodeException {
        byte[] result = file;
        int at = 2;
        while ((at = nextMarker(file, at)) + 1 < file.length) {
            int marker = file[at + 1] & 0xFF;
            if (marker == EOI) {
                return result;
            }
            if (at + 4 > file.length) {
                break;
            }
            int length = ((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF);
            if (marker == APP2 && startsWith(file, at + 4, "ICC_PROFILE")) {
                if (result == file) {
                    result = file.clone();
                }
                result[at + 1] = (byte) COM;
            }
            at += 2 + length;
        }
        throw ImageDecodeException.corrupt("the JPEG file ends at byte " + file.length + ", before its end marker");
    }

    /** Where the next marker starts that is neither a stuffed byte nor a restart: what stands before is a scan. */
    private static int nextMarker(byte[] file, int from) {
        int at = from;
        while (at + 1 < file.length && !(file[at] == (byte) 0xFF && isSegment(file[at + 1] & 0xFF))) {
            at++;
        }
        return at;
    }

    private static boolean isSegment(int marker) {
        return marker >= 0xC0 && marker != 0xFF && (marker < 0xD0 || marker >= EOI);
    }

    private static boolean startsWith(byte[] file, int at, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (at + i >= file.length || file[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
