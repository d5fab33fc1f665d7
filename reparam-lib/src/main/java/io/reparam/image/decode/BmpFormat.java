package io.reparam.image.decode;

import io.reparam.image.decode.ImageDecodeException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * BMP: 1 to 32 bits, palettes, bit fields, run lengths.
 *
 * @see <a href="https://learn.microsoft.com/en-us/windows/win32/gdi/bitmap-storage">bitmap storage</a>
 */
final class BmpFormat implements ImageFormat {
    private static final int FILE_HEADER = 14;
    private static final int CORE_HEADER = 12;
    private static final int INFO_HEADER = 40;
    /** Of the masks of four colours, which lie in the header or after a short one. */
    private static final int MASKS = FILE_HEADER + INFO_HEADER;

    @Override
    public String name() {
        return "BMP";
    }

    @Override
    public List<String> extensions() {
        return List.of("bmp", "dib");
    }

    @Override
    public boolean matches(byte[] file) {
        if (file.length < FILE_HEADER + CORE_HEADER || file[0] != 'B' || file[1] != 'M') {
            return false;
        }
        int header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(FILE_HEADER);
        return header == CORE_HEADER || (header >= INFO_HEADER && header <= 124);
    }

    @Override
    public EncodedImage open(byte[] file) throws ImageDecodeException {
        try {
            return read(file, ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IndexOutOfBoundsException e) {
            throw ImageDecodeException.corrupt("the BMP file ends inside its header");
        }
    }

    private static EncodedImage read(byte[] file, ByteBuffer in) throws ImageDecodeException {
        int pixels = in.getInt(10);
        int header = in.getInt(FILE_HEADER);
        boolean core = header == CORE_HEADER;
        int width = core ? in.getShort(18) & 0xFFFF : in.getInt(18);
        int height = core ? in.getShort(20) & 0xFFFF : in.getInt(22);
        int bits = in.getShort(core ? 24 : 28) & 0xFFFF;
        int compression = core ? 0 : in.getInt(30);
        boolean runs = (compression == 1 && bits == 8) || (compression == 2 && bits == 4);
        boolean fields = (compression == 3 || compression == 6) && (bits == 16 || bits == 32);
        boolean plain = compression == 0 && List.of(1, 2, 4, 8, 16, 24, 32).contains(bits);
        if (!runs && !fields && !plain) {
            throw new ImageDecodeException(
                    Reason.OTHER_FORMAT,
                    "the BMP file has " + bits + " bits a pixel and compression " + compression
                            + ", which is not supported; save it as PNG");
        }
        if (height == Integer.MIN_VALUE || (runs && height < 0) || pixels < 0) {
            throw ImageDecodeException.corrupt("the BMP header says a height of " + height);
        }
        byte[] palette = bits > 8 ? new byte[0] : palette(in, core, header, bits, pixels);
        BmpMask[] masks = bits == 16 || bits == 32 ? masks(in, bits, fields) : new BmpMask[0];
        BmpLayout layout = new BmpLayout(bits, runs, height < 0, pixels, palette, masks);
        return new BmpImage(file, layout, width, Math.abs(height));
    }

    private static byte[] palette(ByteBuffer in, boolean core, int header, int bits, int pixels) {
        int step = core ? 3 : 4;
        int start = FILE_HEADER + header;
        int said = core ? 0 : in.getInt(46);
        int colours = said > 0 && said < 1 << bits ? said : 1 << bits;
        colours = Math.min(colours, Math.max(0, (Math.min(pixels, in.limit()) - start) / step));
        byte[] rgb = new byte[3 * colours];
        for (int i = 0; i < colours; i++) {
            for (int c = 0; c < 3; c++) {
                rgb[3 * i + c] = in.get(start + step * i + 2 - c);
            }
        }
        return rgb;
    }

    private static BmpMask[] masks(ByteBuffer in, int bits, boolean fields) throws ImageDecodeException {
        int[] masks = bits == 16 ? new int[] {0x7C00, 0x3E0, 0x1F} : new int[] {0xFF0000, 0xFF00, 0xFF};
        if (fields) {
            Arrays.setAll(masks, c -> in.getInt(MASKS + 4 * c));
        }
        BmpMask[] checked = new BmpMask[3];
        for (int c = 0; c < 3; c++) {
            checked[c] = BmpMask.of(masks[c]);
        }
        return checked;
    }
}
