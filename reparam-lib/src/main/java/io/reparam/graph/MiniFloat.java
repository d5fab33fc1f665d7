package io.reparam.graph;

/**
 * Floating-point numbers of 16 bits: a sign, an exponent and a fraction, coded as IEEE 754 says.
 *
 * @param exponentBits 5 in float16, 8 in bfloat16
 * @param fractionBits 10 in float16, 7 in bfloat16
 */
record MiniFloat(int exponentBits, int fractionBits) {
    static final MiniFloat FLOAT16 = new MiniFloat(5, 10);
    static final MiniFloat BFLOAT16 = new MiniFloat(8, 7);

    /** Exact. */
    double decode(short bits) {
        int exponent = bits >> fractionBits & (1 << exponentBits) - 1;
        int fraction = bits & (1 << fractionBits) - 1;
        double magnitude;
        if (exponent == (1 << exponentBits) - 1) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((double) fraction, smallestExponent() - fractionBits);
        } else {
            int whole = fraction | 1 << fractionBits;
            magnitude = Math.scalb((double) whole, exponent - 1 + smallestExponent() - fractionBits);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    /** The nearest, of two the even one; infinity beyond the largest. Rounded once, not by way of float32. */
    short encode(double value) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
        int infinity = (1 << exponentBits) - 1 << fractionBits;
        if (Double.isNaN(value)) {
            return (short) (sign | infinity | 1 << fractionBits - 1);
        }
        double magnitude = Math.abs(value);
        int exponent = Math.max(Math.getExponent(magnitude), smallestExponent());
        if (exponent > -smallestExponent() + 1) {
            return (short) (sign | infinity);
        }
        long steps = (long) Math.rint(Math.scalb(magnitude, fractionBits - exponent));
        // the leading 1 of a normal number counts up the exponent, and so does a carry
        long bits = ((long) (exponent - smallestExponent()) << fractionBits) + steps;
        return (short) (sign | Math.min(bits, infinity));
    }

    /** Of the smallest normal number: -14 in float16. */
    private int smallestExponent() {
        return 2 - (1 << exponentBits - 1);
    }
}
