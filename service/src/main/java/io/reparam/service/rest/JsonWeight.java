package io.reparam.service.rest;

/** What reading JSON takes at most, known before it is read. */
final class JsonWeight {
    /** An element: 8 bytes for the largest number, in arrays that double. */
    private static final int ELEMENT = 20;
    /** A string: its object, its array and its place in a list or map. */
    private static final int STRING = 64;
    /** A byte of a string: as the parser holds it, as text, and decoded. */
    private static final int TEXT = 4;

    private JsonWeight() {}

    /** Bytes that reading so much of a body takes, without the body. */
    static long of(byte[] json, int length) {
        long weight = 0;
        int opened = -1;
        for (int i = 0; i < length; i++) {
            byte b = json[i];
            if (opened >= 0) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    weight += STRING + (long) TEXT * (i - opened);
                    opened = -1;
                }
            } else if (b == '"') {
                opened = i;
            } else if (b == ',') {
                weight += ELEMENT;
            }
        }
        return opened < 0 ? weight : weight + (long) TEXT * (length - opened);
    }
}
