package io.reparam.image.decode;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * How many groups of prefix codes a lossless WebP image is written in. Its decoder holds tables for each, whatever the size of the
 * image: 300 KB of 1024x1024 pixels can ask for 65,536 groups, and so for hundreds of megabytes. The image begins with what says it;
 * its pixels are not read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9649#section-3">RFC 9649, lossless bitstream</a>
 */
final class WebpCodeGroups {
    private static final int HEADER_BITS = 40;
    private static final int LITERALS = 256;
    private static final int COPIES = 24;
    private static final int DISTANCES = 40;
    /** Below this many, libwebp holds a group for each number up to the highest one; from here on for those that occur. */
    private static final int SPARSE = 1000;

    private static final int PREDICTOR = 0;
    private static final int COLOUR = 1;
    private static final int PALETTE = 3;

    private final WebpBits in;
    /** The groups that the image of groups names. */
    private final BitSet named = new BitSet();

    private WebpCodeGroups(WebpBits in) {
        this.in = in;
    }

    /**
     * The number of groups. Takes a step for each bit of the file at most, and for each four pixels of the image.
     *
     * @param from of the lossless bitstream, its signature
     * @param end after it
     * @throws ImageDecodeException CORRUPT
     */
    static int count(byte[] file, int from, int end, int width, int height) throws ImageDecodeException {
        WebpBits in = new WebpBits(file, from, end);
        in.next(HEADER_BITS - Integer.SIZE);
        in.next(Integer.SIZE);
        return new WebpCodeGroups(in).count(width, height);
    }

    private int count(int width, int height) throws ImageDecodeException {
        int across = width;
        BitSet seen = new BitSet();
        while (in.next(1) == 1) {
            int transform = in.next(2);
            if (seen.get(transform)) {
                throw ImageDecodeException.corrupt("the WebP file has transform " + transform + " twice");
            }
            seen.set(transform);
            if (transform == PREDICTOR || transform == COLOUR) {
                int scale = 2 + in.next(3);
                pass(shrunk(across, scale), shrunk(height, scale), null);
            } else if (transform == PALETTE) {
                int colours = 1 + in.next(8);
                pass(colours, 1, null);
                across = shrunk(across, colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3);
            }
        }
        cacheSize();
        if (in.next(1) == 0) {
            return 1;
        }
        int scale = 2 + in.next(3);
        named.set(0);
        pass(shrunk(across, scale), shrunk(height, scale), named);
        return named.length() <= SPARSE ? named.length() : Math.max(SPARSE, named.cardinality());
    }

    /**
     * Passes over an image that is part of the header.
     *
     * @param groups receives what its pixels name; copies and cached colours repeat what was there
     */
    private void pass(int width, int height, @Nullable BitSet groups) throws ImageDecodeException {
        int cache = cacheSize();
        WebpPrefixCode green = WebpPrefixCode.read(in, LITERALS + COPIES + cache);
        WebpPrefixCode red = WebpPrefixCode.read(in, LITERALS);
        WebpPrefixCode blue = WebpPrefixCode.read(in, LITERALS);
        WebpPrefixCode alpha = WebpPrefixCode.read(in, LITERALS);
        WebpPrefixCode distance = WebpPrefixCode.read(in, DISTANCES);
        long pixels = (long) width * height;
        for (long done = 0; done < pixels; ) {
            long read = in.read();
            int symbol = green.next(in);
            if (symbol < LITERALS) {
                int group = red.next(in) << 8 | symbol;
                blue.next(in);
                alpha.next(in);
                if (groups != null) {
                    groups.set(group);
                }
                done++;
            } else if (symbol < LITERALS + COPIES) {
                done += number(symbol - LITERALS);
                number(distance.next(in));
            } else {
                done++;
            }
            if (in.read() == read) {
                return; // what took no bits takes none again: all that follows is the same
            }
        }
    }

    /** Colours that are remembered; 0 if none are. */
    private int cacheSize() throws ImageDecodeException {
        return in.next(1) == 0 ? 0 : 1 << in.next(4);
    }

    /** A length or distance, of which the symbol gives the upper bits. */
    private int number(int symbol) throws ImageDecodeException {
        if (symbol < 4) {
            return symbol + 1;
        }
        int bits = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << bits) + in.next(bits) + 1;
    }

    private static int shrunk(int side, int bits) {
        return (side + (1 << bits) - 1) >> bits;
    }
}
