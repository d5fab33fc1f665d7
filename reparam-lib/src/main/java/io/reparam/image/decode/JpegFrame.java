package io.reparam.image.decode;

import io.reparam.image.Orientation;
import java.nio.ByteBuffer;

/**
 * The frame header of a JPEG file, with what the segments before it say.
 *
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param ids of the colour channels: 1 grey, 3 colour, 4 CMYK
 * @param factors of each channel: horizontal sampling in the upper 4 bits, vertical in the lower
 * @param progressive whether its scans refine each other, so that all coefficients are held until the last has come
 * @param arithmetic whether its scans are coded arithmetically: every coefficient is a decision, also where it is 0 and takes no bit
 * @param ycck whether four channels hold Y, Cb, Cr and K
 * @param orientation how to turn the image
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex B</a>
 */
record JpegFrame(
        int width,
        int height,
        byte[] ids,
        byte[] factors,
        boolean progressive,
        boolean arithmetic,
        boolean ycck,
        Orientation orientation) {
    private static final int SOF0 = 0xC0;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int SOF15 = 0xCF;
    private static final int SOS = 0xDA;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int ADOBE_YCCK = 2;

    static JpegFrame read(byte[] file) throws ImageDecodeException {
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
                return frame(in.slice(at + 4, length - 2), marker, ycck, orientation);
            }
            at += 2 + length;
        }
        throw ImageDecodeException.corrupt(
                "the JPEG file of " + file.length + " bytes has no frame header before byte " + at);
    }

    private static JpegFrame frame(ByteBuffer in, int marker, boolean ycck, Orientation orientation)
            throws ImageDecodeException {
        int height = in.getShort(1) & 0xFFFF;
        int width = in.getShort(3) & 0xFFFF;
        int channels = in.get(5) & 0xFF;
        if (channels == 2 || channels > 4) {
            throw new ImageDecodeException(
                    ImageDecodeException.Reason.UNSUPPORTED_COLOUR,
                    "the JPEG has " + channels + " colour channels; save it as RGB or grey");
        }
        if (channels < 1 || in.limit() < 6 + 3 * channels) {
            throw ImageDecodeException.corrupt("the frame header has " + channels + " channels");
        }
        byte[] ids = new byte[channels];
        byte[] factors = new byte[channels];
        for (int c = 0; c < channels; c++) {
            ids[c] = in.get(6 + 3 * c);
            factors[c] = in.get(7 + 3 * c);
        }
        boolean progressive = (marker & 3) == 2;
        boolean arithmetic = marker > JPG;
        return new JpegFrame(width, height, ids, factors, progressive, arithmetic, ycck, orientation);
    }

    private static boolean isFrame(int marker) {
        return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
    }

    int channels() {
        return ids.length;
    }

    /** Blocks of 8x8 samples of a channel, with those that fill up the last units. */
    long blocks(int channel) {
        int across = 1;
        int down = 1;
        for (byte factor : factors) {
            across = Math.max(across, (factor >> 4) & 0xF);
            down = Math.max(down, factor & 0xF);
        }
        long unitsAcross = (width + 8L * across - 1) / (8L * across);
        long unitsDown = (height + 8L * down - 1) / (8L * down);
        return unitsAcross * unitsDown * ((factors[channel] >> 4) & 0xF) * (factors[channel] & 0xF);
    }

    /** Blocks of all channels. */
    long blocks() {
        long sum = 0;
        for (int c = 0; c < channels(); c++) {
            sum += blocks(c);
        }
        return sum;
    }
}
