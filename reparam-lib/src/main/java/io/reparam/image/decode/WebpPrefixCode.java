package io.reparam.image.decode;

import java.util.Arrays;

/**
 * A prefix code of a lossless WebP image, given by the lengths of its words as in RFC 9649, section 3.7.2. A code of one symbol takes
 * no bits. Immutable.
 */
final class WebpPrefixCode {
    private static final int LONGEST = 15;
    /** In which order the lengths of the code for lengths are written. */
    private static final int[] ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    private static final int REPEAT_LAST = 16;
    private static final int[] REPEAT_BITS = {2, 3, 7};
    private static final int[] REPEAT_LEAST = {3, 3, 11};

    /** By length of the word. */
    private final int[] counts = new int[LONGEST + 1];
    /** In the order of their words. */
    private final int[] symbols;

    private WebpPrefixCode(int[] lengths) throws ImageDecodeException {
        for (int length : lengths) {
            counts[length]++;
        }
        symbols = new int[lengths.length - counts[0]];
        counts[0] = 0;
        int next = 0;
        for (int length = 1; length <= LONGEST; length++) {
            for (int symbol = 0; symbol < lengths.length; symbol++) {
                if (lengths[symbol] == length) {
                    symbols[next++] = symbol;
                }
            }
        }
        if (symbols.length == 0) {
            throw damaged();
        }
    }

    /** Reads the code itself, for so many symbols. */
    static WebpPrefixCode read(WebpBits in, int size) throws ImageDecodeException {
        int[] lengths = new int[size];
        if (in.next(1) == 1) {
            boolean two = in.next(1) == 1;
            int first = in.next(in.next(1) == 0 ? 1 : 8);
            int second = two ? in.next(8) : first;
            if (Math.max(first, second) >= size) {
                throw damaged();
            }
            lengths[first] = 1;
            lengths[second] = 1;
            return new WebpPrefixCode(lengths);
        }
        int[] ofLengths = new int[ORDER.length];
        int given = 4 + in.next(4);
        for (int i = 0; i < given; i++) {
            ofLengths[ORDER[i]] = in.next(3);
        }
        WebpPrefixCode code = new WebpPrefixCode(ofLengths);
        int most = in.next(1) == 0 ? size : 2 + in.next(2 + 2 * in.next(3));
        int last = 8;
        for (int symbol = 0, read = 0; symbol < size && read < most; read++) {
            int length = code.next(in);
            if (length < REPEAT_LAST) {
                lengths[symbol++] = length;
                last = length == 0 ? last : length;
                continue;
            }
            int kind = length - REPEAT_LAST;
            int times = REPEAT_LEAST[kind] + in.next(REPEAT_BITS[kind]);
            if (symbol + times > size) {
                throw damaged();
            }
            Arrays.fill(lengths, symbol, symbol + times, length == REPEAT_LAST ? last : 0);
            symbol += times;
        }
        return new WebpPrefixCode(lengths);
    }

    /** The next symbol of an image. */
    int next(WebpBits in) throws ImageDecodeException {
        if (symbols.length == 1) {
            return symbols[0];
        }
        int word = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            word |= in.next(1);
            if (word - first < counts[length]) {
                return symbols[index + word - first];
            }
            index += counts[length];
            first = (first + counts[length]) << 1;
            word <<= 1;
        }
        throw damaged();
    }

    private static ImageDecodeException damaged() {
        return ImageDecodeException.corrupt("a prefix code of the WebP file is damaged");
    }
}
