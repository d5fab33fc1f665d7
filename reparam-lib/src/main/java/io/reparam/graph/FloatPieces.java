package io.reparam.graph;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/** Many weights from float32 to float64 and back, by pieces: a buffer that is asked for each number is ten times slower. */
final class FloatPieces {
    private static final int PIECE = 1 << 14; // numbers

    private FloatPieces() {}

    /** Reads all that is left. */
    static void read(FloatBuffer from, DoubleBuffer to) {
        float[] piece = new float[Math.min(PIECE, from.remaining())];
        double[] wide = to.array();
        int at = to.position();
        while (from.hasRemaining()) {
            int length = Math.min(piece.length, from.remaining());
            from.get(piece, 0, length);
            for (int i = 0; i < length; i++) {
                wide[at + i] = piece[i];
            }
            at += length;
        }
        to.position(at);
    }

    /** Rounds each to the nearest float32. */
    static void put(double[] from, FloatBuffer to) {
        float[] piece = new float[Math.min(PIECE, from.length)];
        for (int at = 0; at < from.length; at += piece.length) {
            int length = Math.min(piece.length, from.length - at);
            for (int i = 0; i < length; i++) {
                piece[i] = (float) from[at + i];
            }
            to.put(piece, 0, length);
        }
    }
}
