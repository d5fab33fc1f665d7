package io.reparam.artifact;

import java.nio.ByteBuffer;

/**
 * The segments of a JPEG file before its first scan: size, number of channels, orientation.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex B</a>
 */
final class JpegHeader {
    private static final int SOI = 0xFFD8;
    private static final int SOF0 = 0xC0;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int SOF15 = 0xCF;
    private static final int SOS = 0xDA;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int ADOBE_YCCK = 2;

    private JpegHeader() {}

    static boolean matches(byte[] file) {
        return file.length >= 3 && ByteBuffer.wrap(file).getShort() == (short) SOI && file[2] == (byte) 0xFF;
    }

    static ImageHeader read(byte[] file) throws ImageDecodeException {
        ByteBuffer in = ByteBuffer.wrap(file);
        Orientation orientation = Orientation.UPRIGHT;
        boolean ycck = false;
        int at = 2;
        while (at + 4 <= file.length && in.get(at) == (byte) 0xFF) {
            int marker = in.get(at + 1) & 0xFF;
            if (marker == 0xFF) { // a fill byte
                at++;
                continue;
            }
            int length = in.getShort(at + 2) & 0xFFFF;
            if (marker == SOS || length < 2 || at + 2 + length > file.length) {
                break;
            }
            if (marker == APP1) {
                orientation = Orientation.ofExif(in.slice(at + 4, length - 2)).orElse(orientation);
            }
            if (marker == APP14 && length >= 14 && in.getInt(at + 4) == 0x41646F62) { // "Adob"
                ycck = in.get(at + 15) == ADOBE_YCCK;
            }
            if (isFrame(marker) && length >= 8) {
                int height = in.getShort(at + 5) & 0xFFFF;
                int width = in.getShort(at + 7) & 0xFFFF;
                if (width < 1 || height < 1) {
                    throw ImageDecodeException.corrupt("the header says " + width + "x" + height + " pixels");
                }
                return new ImageHeader("jpeg", width, height, in.get(at + 9) & 0xFF, ycck, orientation);
            }
            at += 2 + length;
        }
        throw ImageDecodeException.corrupt(
                "the JPEG file of " + file.length + " bytes has no frame header before byte " + at);
    }

    private static boolean isFrame(int marker) {
        return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
    }
}
