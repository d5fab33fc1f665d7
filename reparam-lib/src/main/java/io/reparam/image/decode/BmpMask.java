package io.reparam.image.decode;

/**
 * Where a colour lies in a pixel of 16 or 32 bits.
 *
 * @param shift of its lowest bit
 * @param largest value
 */
record BmpMask(int shift, long largest) {

    /** @throws ImageDecodeException if its bits do not lie side by side */
    static BmpMask of(int mask) throws ImageDecodeException {
        int shift = mask == 0 ? 0 : Integer.numberOfTrailingZeros(mask);
        long largest = (mask & 0xFFFFFFFFL) >> shift;
        if ((largest & (largest + 1)) != 0) {
            throw ImageDecodeException.corrupt("the BMP file has the colour mask " + Integer.toHexString(mask));
        }
        return new BmpMask(shift, largest);
    }

    /** 0 to 255. */
    byte value(int pixel) {
        long value = ((pixel & 0xFFFFFFFFL) >> shift) & largest;
        return (byte) (largest == 0 ? 0 : value * 255 / largest);
    }
}
