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
    private static final int ADOBE_YCCK = 2;

    static JpegFrame read(byte[] file) throws ImageDecodeException {
        ByteBuffer in = ByteBuffer.wrap(file);
        Orientation orientation = Orientation.UPRIGHT;
        boolean ycck = false;
        JpegMarkers segments = new JpegMarkers(file);
        while (segments.nextOfHeader() && segments.marker() != JpegMarkers.SOS) {
            int marker = segments.marker();
            ByteBuffer content = in.slice(segments.at() + 4, segments.length() - 2);
            if (marker == JpegMarkers.APP1) {
                orientation = Orientation.ofExif(content).orElse(orientation);
            }
            if (marker == JpegMarkers.APP14 && content.limit() >= 12 && segments.startsWith("Adob")) {
                ycck = content.get(11) == ADOBE_YCCK;
            }
            if (JpegMarkers.isFrame(marker) && content.limit() >= 6) {
                return frame(content, marker, ycck, orientation);
            }
        }
        throw ImageDecodeException.corrupt(
                "the JPEG file of " + file.length + " bytes has no frame header before byte " + segments.at());
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
        boolean arithmetic = marker > JpegMarkers.JPG;
        return new JpegFrame(width, height, ids, factors, progressive, arithmetic, ycck, orientation);
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
