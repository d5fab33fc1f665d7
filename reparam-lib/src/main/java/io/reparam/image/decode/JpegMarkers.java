package io.reparam.image.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * The segments of a JPEG file, one after another, found without decoding. Markers that some decoders take for a segment and others for
 * two bytes are refused: what one passes over with the segment, another one would decode. Belongs to one thread.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, table B.1</a>
 */
final class JpegMarkers {
    static final int SOF0 = 0xC0;
    static final int DHT = 0xC4;
    static final int DAC = 0xCC;
    static final int SOF15 = 0xCF;
    static final int EOI = 0xD9;
    static final int SOS = 0xDA;
    static final int APP1 = 0xE1;
    static final int APP2 = 0xE2;
    static final int APP14 = 0xEE;
    static final int COM = 0xFE;

    static final int JPG = 0xC8;
    private static final int RST0 = 0xD0;
    private static final int DRI = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP15 = 0xEF;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final byte[] file;
    /** Where the marker lies; after the first one at the start. */
    private int at = 2;

    private int end = 2;
    private int gap;

    JpegMarkers(byte[] file) {
        this.file = file;
    }

    /**
     * Goes to the next segment, or to the end marker, past what lies between two.
     *
     * @return false if the file ends before
     * @throws ImageDecodeException if not all decoders read its marker alike, or it does not hold its own length
     */
    boolean next() throws ImageDecodeException {
        at = after(end);
        gap = at - end;
        if (at + 1 >= file.length || (marker() != EOI && at + 4 > file.length)) {
            at = file.length;
            end = at;
            return false;
        }
        if (!isKnown(marker()) || (marker() != EOI && length() < 2)) {
            throw ImageDecodeException.corrupt("the JPEG file has the marker 0x"
                    + Integer.toHexString(marker()).toUpperCase(Locale.ROOT) + " at byte " + at);
        }
        end = marker() == EOI ? at + 2 : at + 2 + length();
        return true;
    }

    /** {@link #next}, where nothing may lie between two segments: before the first scan. */
    boolean nextOfHeader() throws ImageDecodeException {
        int from = end;
        while (from + 1 < file.length && file[from] == (byte) 0xFF && file[from + 1] == (byte) 0xFF) {
            from++; // a fill byte
        }
        return next() && at == from && marker() != EOI && end <= file.length;
    }

    /** Where the marker lies. */
    int at() {
        return at;
    }

    int marker() {
        return file[at + 1] & 0xFF;
    }

    /** Bytes of the segment, with the two that say it; not of the end marker. */
    int length() {
        return ((file[at + 2] & 0xFF) << 8) | (file[at + 3] & 0xFF);
    }

    /** Bytes between the segment before and this one: the data of a scan. */
    int gap() {
        return gap;
    }

    boolean startsWith(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (at + 4 + i >= file.length || file[at + 4 + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static boolean isFrame(int marker) {
        return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
    }

    private static boolean isKnown(int marker) {
        return (marker >= SOF0 && marker <= SOF15 && marker != JPG)
                || (marker >= EOI && marker <= DRI)
                || (marker >= APP0 && marker <= APP15)
                || marker == COM;
    }

    /** Where the next marker starts that is neither a stuffed byte nor a restart: what stands before is a scan. */
    private int after(int from) {
        int place = from;
        while (place + 1 < file.length) {
            if (place + 8 <= file.length && !anyIsFF((long) EIGHT.get(file, place))) {
                place += 8;
            } else if (file[place] == (byte) 0xFF && isSegment(file[place + 1] & 0xFF)) {
                return place;
            } else {
                place++;
            }
        }
        return place;
    }

    /** Whether any of eight bytes is 0xFF: only then does its complement borrow from its upper bit when 1 is taken away. */
    private static boolean anyIsFF(long bytes) {
        return ((~bytes - 0x0101010101010101L) & bytes & 0x8080808080808080L) != 0;
    }

    private static boolean isSegment(int marker) {
        return marker >= SOF0 && marker != 0xFF && (marker < RST0 || marker >= EOI);
    }
}
