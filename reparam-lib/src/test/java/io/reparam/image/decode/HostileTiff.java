package io.reparam.image.decode;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Small TIFF files, right but for what a test changes. */
final class HostileTiff {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int COMPRESSION = 259;
    private static final int STRIP_BYTES = 279;

    private HostileTiff() {}

    // grey, in one strip; changes are tags and values, instead of what they have or beside it
    static byte[] of(int side, byte[] data, int... changes) {
        List<int[]> entries = new ArrayList<>(List.of(
                new int[] {WIDTH, side},
                new int[] {HEIGHT, side},
                new int[] {258, 8},
                new int[] {COMPRESSION, 1},
                new int[] {273, 0},
                new int[] {278, side},
                new int[] {STRIP_BYTES, data.length}));
        for (int i = 0; i < changes.length; i += 2) {
            int tag = changes[i];
            int value = changes[i + 1];
            boolean twice = i > 0 && changes[i - 2] == tag;
            if (!twice) {
                entries.stream().filter(entry -> entry[0] == tag).forEach(entry -> entry[1] = value);
            }
            if (twice || entries.stream().noneMatch(entry -> entry[0] == tag)) {
                entries.add(new int[] {tag, value});
            }
        }
        int table = 10 + 12 * entries.size() + 4;
        ByteBuffer out = ByteBuffer.allocate(table + 512 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x2A4949).putInt(8).putShort((short) entries.size());
        for (int[] entry : entries) {
            int value = entry[0] == 273 ? table + 512 : entry[1];
            out.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(value);
        }
        return out.put(table + 512, data).array();
    }

    static byte[] jpeg(int side, boolean progressive) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(
                    null, new IIOImage(new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY), null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
