package io.reparam.image.decode;

/**
 * The lines of one pass of a PNG image, their filters undone.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#9Filters">PNG, filtering</a>
 */
final class PngLines {
    private final PngData data;
    private final int step;
    private byte[] line;
    private byte[] above;

    PngLines(PngData data, PngLayout layout, int pixels) {
        this.data = data;
        step = layout.filterStep();
        line = new byte[1 + layout.lineBytes(pixels)];
        above = new byte[line.length];
    }

    /** The next line, from byte 1 on; it counts until the next call. */
    byte[] next() throws ImageDecodeException {
        byte[] free = above;
        above = line;
        line = free;
        data.read(line);
        switch (line[0]) {
            case 0 -> {}
            case 1 -> {
                for (int i = 1 + step; i < line.length; i++) {
                    line[i] += line[i - step];
                }
            }
            case 2 -> {
                for (int i = 1; i < line.length; i++) {
                    line[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 1; i < line.length; i++) {
                    int left = i > step ? line[i - step] & 0xFF : 0;
                    line[i] += (byte) ((left + (above[i] & 0xFF)) >> 1);
                }
            }
            case 4 -> paeth();
            default -> throw ImageDecodeException.corrupt("a line of the PNG file has the filter " + line[0]);
        }
        return line;
    }

    private void paeth() {
        for (int i = 1; i < Math.min(1 + step, line.length); i++) {
            line[i] += above[i];
        }
        for (int i = 1 + step; i < line.length; i++) {
            int left = line[i - step] & 0xFF;
            int up = above[i] & 0xFF;
            int corner = above[i - step] & 0xFF;
            int fromLeft = Math.abs(up - corner);
            int fromUp = Math.abs(left - corner);
            int fromCorner = Math.abs(left + up - 2 * corner);
            line[i] +=
                    (byte) (fromLeft <= fromUp && fromLeft <= fromCorner ? left : fromUp <= fromCorner ? up : corner);
        }
    }
}
