package io.reparam.artifact;

import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * Text for a YAML parser: no piece of it ends between the two halves of a character beyond 16 bits. SnakeYAML Engine 3.0.1 fails
 * there, which the dictionaries of text recognisers are long enough to meet.
 */
final class WholeCharacters extends Reader {
    private final String text;
    private int at;

    private WholeCharacters(String text) {
        this.text = text;
    }

    /** Of a file in UTF-8, with or without a byte order mark. */
    static Reader of(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        return new WholeCharacters(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    @Override
    public int read(char[] into, int from, int length) {
        if (at == text.length()) {
            return -1;
        }
        int count = Math.min(length, text.length() - at);
        if (count > 1 && count < text.length() - at && Character.isHighSurrogate(text.charAt(at + count - 1))) {
            count--;
        }
        text.getChars(at, at + count, into, from);
        at += count;
        return count;
    }

    @Override
    public void close() {}
}
