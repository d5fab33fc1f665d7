package io.reparam.image.decode;

import java.util.Arrays;

/**
 * The lines of a BMP file that holds run lengths, from its lowest up. What they pass over has the colour of index 0.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/gdi/bitmap-compression">bitmap compression</a>
 */
final class BmpRuns {
    private final byte[] file;
    private final BmpLayout layout;
    private final byte[] indexes;
    private final int height;
    private int at;
    private int row;
    /** Where the next pixels lie; their row is ahead of {@link #row} after a jump. */
    private int x;

    private int y;
    private boolean ended;

    BmpRuns(byte[] file, BmpLayout layout, int width, int height) {
        this.file = file;
        this.layout = layout;
        this.height = height;
        indexes = new byte[width];
        at = layout.start();
    }

    /**
     * Gives the next line.
     *
     * @throws ImageDecodeException if the file ends or leaves the image; STOPPED
     */
    void next(byte[] rgb, DecodeBudget budget) throws ImageDecodeException {
        Arrays.fill(indexes, (byte) 0);
        while (!ended && y == row) {
            budget.spend(1);
            int count = read();
            int value = read();
            if (count > 0) {
                run(count, value);
            } else if (value > 2) {
                literal(value);
            } else if (value == 0) {
                x = 0;
                y++;
            } else if (value == 1) {
                ended = true;
            } else {
                x += read();
                y += read();
            }
        }
        if (!ended && y > height) {
            throw ImageDecodeException.corrupt("the BMP file's runs leave the image");
        }
        for (int i = 0; i < indexes.length; i++) {
            layout.look(indexes[i] & 0xFF, rgb, 3 * i);
        }
        row++;
    }

    private void run(int count, int value) {
        for (int i = 0; i < count; i++) {
            put(layout.bits() == 8 ? value : (i & 1) == 0 ? value >> 4 : value & 0xF);
        }
    }

    private void literal(int count) throws ImageDecodeException {
        int pair = 0;
        int bytes = layout.bits() == 8 ? count : (count + 1) / 2;
        for (int i = 0; i < count; i++) {
            if (layout.bits() == 8) {
                put(read());
            } else if ((i & 1) == 0) {
                pair = read();
                put(pair >> 4);
            } else {
                put(pair & 0xF);
            }
        }
        at += bytes & 1;
    }

    /** What lies right of the image is passed over. */
    private void put(int index) {
        if (x < indexes.length) {
            indexes[x] = (byte) index;
        }
        x++;
    }

    private int read() throws ImageDecodeException {
        if (at >= file.length) {
            throw ImageDecodeException.corrupt("the BMP file ends before its pixels do");
        }
        return file[at++] & 0xFF;
    }
}
