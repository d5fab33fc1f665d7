package io.reparam.service;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes, the same way for the same seed. Belongs to one thread. */
final class Mutations {
    private static final int MOST_CHANGES = 4;
    /** What readers stumble over, in numbers, JSON and protobuf. */
    private static final List<byte[]> ODD = List.of(
            text("-1"),
            text("2147483648"),
            text("9223372036854775807"),
            text("1e999"),
            text("NaN"),
            text("null"),
            text("\"\""),
            text("[[[[[[[["),
            text("{\"a\":{\"a\":{"),
            text("\\u0000"),
            text("\r\n--b\r\n"),
            new byte[] {0},
            new byte[] {-1, -1, -1, -1},
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
            new byte[] {(byte) 0x80, 0, 0, 0});

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** One to four changes: a bit, a piece taken out, doubled, moved or replaced, the end cut off. */
    byte[] of(byte[] good) {
        byte[] bytes = good;
        for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    int next(int bound) {
        return random.nextInt(bound);
    }

    private byte[] change(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(16));
        switch (random.nextInt(7)) {
            case 0 -> {
                byte[] flipped = bytes.clone();
                if (flipped.length > 0) {
                    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return flipped;
            }
            case 1 -> {
                return joined(bytes, from, new byte[0], to);
            }
            case 2 -> {
                return joined(bytes, to, Arrays.copyOfRange(bytes, from, to), to);
            }
            case 3 -> {
                return Arrays.copyOf(bytes, from);
            }
            case 4 -> {
                byte[] noise = new byte[to - from];
                random.nextBytes(noise);
                return joined(bytes, from, noise, to);
            }
            case 5 -> {
                return joined(bytes, from, ODD.get(random.nextInt(ODD.size())), from);
            }
            default -> {
                return joined(bytes, from, ODD.get(random.nextInt(ODD.size())), to);
            }
        }
    }

    private static byte[] joined(byte[] bytes, int head, byte[] middle, int tail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, head);
        out.writeBytes(middle);
        out.write(bytes, tail, bytes.length - tail);
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
