package io.reparam.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Text files in UTF-8, with or without a byte order mark. Other encodings, which would give wrong names, are refused. */
public final class Utf8Text {
    private static final String ENCODING = " not UTF-8; save the file again in that encoding";

    private Utf8Text() {}

    /**
     * All of it. Bytes of 0 tell UTF-16.
     *
     * @param what is read, such as {@code the labels are}
     * @throws IllegalArgumentException if it is not UTF-8
     */
    public static String of(byte[] file, String what) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text.startsWith("\ufeff") ? text.substring(1) : text;
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + ENCODING, e);
        }
        throw new IllegalArgumentException(what + ENCODING);
    }

    /** @throws IOException if it cannot be read, or is not UTF-8, naming it */
    public static List<String> lines(Path file) throws IOException {
        try {
            return of(Files.readAllBytes(file), "it is").lines().toList();
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + file + "': " + e.getMessage(), e);
        }
    }
}
