package io.reparam.service.error;

/** Text from a caller, made fit for messages: short, on one line, without control characters. */
public final class CallerText {
    private static final int LONGEST = 64;

    private CallerText() {}

    /** The text in single quotes; what is not printable ASCII becomes {@code ?}, and a long text is cut. */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            quoted.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return quoted.append(text.length() > LONGEST ? "...'" : "'").toString();
    }
}
