package io.reparam.image.decode;

import java.util.List;

/** JPEG. */
final class JpegFormat implements ImageFormat {
    @Override
    public String name() {
        return "JPEG";
    }

    @Override
    public List<String> extensions() {
        return List.of("jpg", "jpeg", "jpe", "jfif");
    }

    @Override
    public boolean matches(byte[] file) {
        return file.length >= 3 && file[0] == (byte) 0xFF && file[1] == (byte) 0xD8 && file[2] == (byte) 0xFF;
    }

    @Override
    public EncodedImage open(byte[] file) throws ImageDecodeException {
        return new JpegImage(file, JpegFrame.read(file));
    }
}
