package io.reparam.image.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The segments of a whole JPEG file, found without decoding. libjpeg notices a file that is cut off inside a scan. It does not notice
 * one that is cut off between two, where a progressive file still lacks most of its detail. And each scan is work: a few bytes can
 * ask a decoder to pass over the whole image once more.
 *
 * @param scans in the file
 * @param scanNanos that all scans take together
 * @param profile where the marker of a colour profile lies, -1 if there is none; Java's reader applies it, Pillow does not
 */
record JpegSegments(int scans, long scanNanos, int profile) {
    /** What a decoder takes at most a block that a scan visits, a pixel that it gives, a byte that it reads. */
    private static final long NANOS_A_BLOCK = 60;

    /** Measured: 350 where no coefficient is set. */
    private static final long NANOS_AN_ARITHMETIC_BLOCK = 700;

    private static final long NANOS_A_PIXEL = 12;
    private static final long NANOS_A_BYTE = 10;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP2 = 0xE2;
    private static final int COM = 0xFE;

    /** @throws ImageDecodeException if the file ends before its end marker */
    static JpegSegments of(byte[] file, JpegFrame frame) throws ImageDecodeException {
        int scans = 0;
        long visited = 0;
        int profile = -1;
        int at = 2;
        while ((at = nextMarker(file, at)) + 1 < file.length) {
            int marker = file[at + 1] & 0xFF;
            if (marker == EOI) {
                return new JpegSegments(
                        scans, visited * (frame.arithmetic() ? NANOS_AN_ARITHMETIC_BLOCK : NANOS_A_BLOCK), profile);
            }
            if (at + 4 > file.length) {
                break;
            }
            int length = ((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF);
            if (marker == SOS) {
                scans++;
                visited += visited(file, at + 4, frame);
            } else if (marker == APP2 && profile < 0 && startsWith(file, at + 4, "ICC_PROFILE")) {
                profile = at;
            }
            at += 2 + length;
        }
        throw ImageDecodeException.corrupt("the JPEG file ends at byte " + file.length + ", before its end marker");
    }

    /**
     * What decoding takes at most.
     *
     * @param pixels that the decoder gives
     * @param bytes of the file
     */
    long nanos(long pixels, int bytes) {
        return scanNanos + NANOS_A_PIXEL * pixels + NANOS_A_BYTE * bytes;
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

    /** The file; a copy whose colour profile became a comment if it has one. */
    byte[] withoutProfile(byte[] file) {
        if (profile < 0) {
            return file;
        }
        byte[] copy = file.clone();
        for (int at = profile; (at = nextMarker(copy, at)) + 4 < copy.length && copy[at + 1] != (byte) SOS; ) {
            if (copy[at + 1] == (byte) APP2 && startsWith(copy, at + 4, "ICC_PROFILE")) {
                copy[at + 1] = (byte) COM;
            }
            at += 2 + (((copy[at + 2] & 0xFF) << 8) | (copy[at + 3] & 0xFF));
        }
        return copy;
    }

    /** Where the next marker starts that is neither a stuffed byte nor a restart: what stands before is a scan. */
    private static int nextMarker(byte[] file, int from) {
        int at = from;
        while (at + 1 < file.length) {
            if (at + 8 <= file.length && !anyIsFF((long) EIGHT.get(file, at))) {
                at += 8;
            } else if (file[at] == (byte) 0xFF && isSegment(file[at + 1] & 0xFF)) {
                return at;
            } else {
                at++;
            }
        }
        return at;
    }

    /** Whether any of eight bytes is 0xFF: only then does its complement borrow from its upper bit when 1 is taken away. */
    private static boolean anyIsFF(long bytes) {
        return ((~bytes - 0x0101010101010101L) & bytes & 0x8080808080808080L) != 0;
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
