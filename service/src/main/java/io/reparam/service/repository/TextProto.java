package io.reparam.service.repository;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Protobuf's text format, read without a schema.
 *
 * @see <a href="https://protobuf.dev/reference/protobuf/textformat-spec/">Text format</a>
 */
final class TextProto {
    /** Of messages in messages: far more than any configuration has, far fewer than a thread's stack holds. */
    private static final int DEEPEST = 100;

    /** What scalars are by default; a 0 may as well be one of a list. */
    private static final Set<Object> UNSET = Set.of("", "false");

    private static final String LETTERS = "abfnrtv";
    private static final byte[] LETTER_BYTES = {7, '\b', '\f', '\n', '\r', '\t', 11};

    private final String text;
    private int at;
    private int depth;

    private TextProto(String text) {
        this.text = text;
    }

    /**
     * A message.
     *
     * @param fields by name, in the order of the file; each value is a String, also of numbers, or a Message
     */
    record Message(Map<String, List<Object>> fields) {
        /** The scalar of a name, the last one if it stands several times. An empty text is one that nobody set, as in proto3. */
        String text(String name, String otherwise) {
            List<Object> values = fields.getOrDefault(name, List.of());
            String last = values.isEmpty() ? "" : values.get(values.size() - 1).toString();
            return last.isEmpty() ? otherwise : last;
        }

        /** Names of the fields that hold something else than what they hold when nobody sets them. */
        List<String> set() {
            return fields.entrySet().stream()
                    .filter(field -> !UNSET.containsAll(field.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        /** @throws IllegalArgumentException if it is not a whole number */
        long number(String name, long otherwise) {
            return fields.containsKey(name) ? number(name, text(name, "")) : otherwise;
        }

        List<Long> numbers(String name) {
            return fields.getOrDefault(name, List.of()).stream()
                    .map(value -> number(name, value.toString()))
                    .toList();
        }

        List<Message> messages(String name) {
            List<Message> messages = new ArrayList<>();
            for (Object value : fields.getOrDefault(name, List.of())) {
                if (!(value instanceof Message message)) {
                    throw new IllegalArgumentException("'" + name + "' must be a message in braces, not " + value);
                }
                messages.add(message);
            }
            return messages;
        }

        private static long number(String name, String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + name + "' is " + text + ", which is not a whole number", e);
            }
        }
    }

    /** @throws IllegalArgumentException naming the line where it is not a text format */
    static Message read(byte[] file) {
        TextProto reader = new TextProto(new String(file, StandardCharsets.UTF_8));
        return reader.message('\0');
    }

    private Message message(char end) {
        if (++depth > DEEPEST) {
            throw wrong("it is nested deeper than " + DEEPEST + " levels");
        }
        Map<String, List<Object>> fields = new LinkedHashMap<>();
        while (!ends(end)) {
            String name = word();
            boolean colon = take(':');
            List<Object> values = fields.computeIfAbsent(name, added -> new ArrayList<>());
            if (take('[')) {
                while (!take(']')) {
                    values.add(value());
                    take(',');
                }
            } else if (peek() == '{' || peek() == '<' || colon) {
                values.add(value());
            } else {
                throw wrong("'" + name + "' has no value");
            }
            if (!take(',')) {
                take(';');
            }
        }
        depth--;
        return new Message(fields);
    }

    private boolean ends(char end) {
        char next = peek();
        if (end == '\0' ? next == '\0' : next == end) {
            at += end == '\0' ? 0 : 1;
            return true;
        }
        if (next == '\0') {
            throw wrong("'" + end + "' is missing");
        }
        return false;
    }

    private Object value() {
        char next = peek();
        if (take('{')) {
            return message('}');
        }
        if (take('<')) {
            return message('>');
        }
        return next == '"' || next == '\'' ? quoted() : word();
    }

    /** Pieces side by side are one. */
    private String quoted() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (peek() == '"' || peek() == '\'') {
            char quote = text.charAt(at++);
            int plain = at;
            while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
                if (text.charAt(at++) == '\\') {
                    all.writeBytes(utf8(plain, at - 1));
                    escaped(all);
                    plain = at;
                }
            }
            if (at >= text.length() || text.charAt(at) != quote) {
                throw wrong("a text does not end");
            }
            all.writeBytes(utf8(plain, at));
            at++;
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private byte[] utf8(int from, int to) {
        return text.substring(from, to).getBytes(StandardCharsets.UTF_8);
    }

    /** What stands after a backslash: up to three octal digits or two hexadecimal ones are a byte, four or eight a character. */
    private void escaped(ByteArrayOutputStream all) {
        if (at >= text.length()) {
            throw wrong("a text does not end");
        }
        char kind = text.charAt(at);
        if (Character.digit(kind, 8) >= 0) {
            all.write(digits(8, 3));
            return;
        }
        at++;
        switch (kind) {
            case 'x', 'X' -> all.write(digits(16, 2));
            case 'u' -> all.writeBytes(character(digits(16, 4)));
            case 'U' -> all.writeBytes(character(digits(16, 8)));
            default -> {
                int letter = LETTERS.indexOf(kind);
                all.writeBytes(letter >= 0 ? new byte[] {LETTER_BYTES[letter]} : utf8(at - 1, at));
            }
        }
    }

    private byte[] character(int code) {
        if (!Character.isValidCodePoint(code)) {
            throw wrong("an escape names no character");
        }
        return Character.toString(code).getBytes(StandardCharsets.UTF_8);
    }

    private int digits(int radix, int most) {
        int value = 0;
        int from = at;
        while (at < text.length() && at - from < most && Character.digit(text.charAt(at), radix) >= 0) {
            value = value * radix + Character.digit(text.charAt(at++), radix);
        }
        if (at == from) {
            throw wrong("an escape has no digits");
        }
        return value;
    }

    private String word() {
        peek();
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_-+./".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (from == at) {
            throw wrong(
                    at < text.length()
                            ? "'" + text.charAt(at) + "' stands where a name or value should"
                            : "it breaks off");
        }
        return text.substring(from, at);
    }

    private boolean take(char wanted) {
        if (peek() == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /** The next character that is neither space nor comment; 0 at the end. */
    private char peek() {
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(next)) {
                at++;
            } else {
                return next;
            }
        }
        return '\0';
    }

    private IllegalArgumentException wrong(String what) {
        long line = text.substring(0, Math.min(at, text.length())).lines().count();
        return new IllegalArgumentException("line " + Math.max(1, line) + ": " + what);
    }
}
