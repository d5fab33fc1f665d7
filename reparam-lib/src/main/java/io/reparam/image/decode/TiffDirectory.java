package io.reparam.image.decode;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/** The first directory of a TIFF file: its tags and their values. Immutable. */
final class TiffDirectory {
    private static final int ENTRY = 12;

    private final byte[] file;
    private final ByteBuffer in;
    private final int start;
    private final int entries;

    /**
     * @param in of a whole file, in its order of bytes
     * @throws IndexOutOfBoundsException if the directory lies outside the file
     * @throws ImageDecodeException if a tag stands twice: a reader may take the last of two that differ
     */
    TiffDirectory(byte[] file, ByteBuffer in) throws ImageDecodeException {
        this.file = file;
        this.in = in;
        start = in.getInt(4);
        entries = in.getShort(start) & 0xFFFF;
        BitSet seen = new BitSet();
        for (int i = 0; i < entries; i++) {
            int tag = in.getShort(entry(i)) & 0xFFFF;
            if (seen.get(tag)) {
                throw ImageDecodeException.corrupt("tag " + tag + " stands twice in the TIFF file");
            }
            seen.set(tag);
        }
    }

    byte[] file() {
        return file;
    }

    ByteBuffer buffer() {
        return in;
    }

    /** The first value of a tag. */
    long first(int tag, long otherwise) throws ImageDecodeException {
        int entry = find(tag);
        return entry < 0 ? otherwise : value(entry, 0);
    }

    /** Whether each of a tag's values, if it stands, is this one. */
    boolean isAll(int tag, long value) throws ImageDecodeException {
        int entry = find(tag);
        for (int i = 0; entry >= 0 && i < count(entry); i++) {
            if (value(entry, i) != value) {
                return false;
            }
        }
        return true;
    }

    /** Where the entry of a tag lies; -1 if there is none. */
    int find(int tag) {
        for (int i = 0; i < entries; i++) {
            if ((in.getShort(entry(i)) & 0xFFFF) == tag) {
                return entry(i);
            }
        }
        return -1;
    }

    /** How many values an entry has; below 0 if more than an int holds. */
    int count(int entry) {
        return in.getInt(entry + 4);
    }

    /** Where the values of an entry start that do not fit into it. */
    int outside(int entry) {
        return in.getInt(entry + 8);
    }

    /** A number of an entry: a byte, short or int. */
    long value(int entry, int index) throws ImageDecodeException {
        int type = in.getShort(entry + 2);
        int bytes = switch (type) {
            case 1 -> 1;
            case 3 -> 2;
            case 4 -> 4;
            default -> throw ImageDecodeException.corrupt("a number in the TIFF file has type " + type);
        };
        long count = count(entry) & 0xFFFFFFFFL;
        int from = count * bytes <= 4 ? entry + 8 : outside(entry);
        int at = Math.addExact(from, Math.multiplyExact(bytes, index));
        return switch (bytes) {
            case 2 -> in.getShort(at) & 0xFFFF;
            case 4 -> in.getInt(at) & 0xFFFFFFFFL;
            default -> in.get(at) & 0xFF;
        };
    }

    /** A part of the file. */
    byte[] bytes(long from, long length) {
        if (from < 0 || length < 0 || from + length > file.length) {
            throw new IndexOutOfBoundsException(from);
        }
        return Arrays.copyOfRange(file, (int) from, (int) (from + length));
    }

    private int entry(int index) {
        return start + 2 + ENTRY * index;
    }
}
