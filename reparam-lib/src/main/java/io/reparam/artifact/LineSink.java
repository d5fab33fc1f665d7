package io.reparam.artifact;

/** Makes an image from the lines of another one, which need not be held. */
interface LineSink {
    /**
     * Takes one line. Lines come from the top down; they may all come again, better each time, and the last time counts.
     *
     * @param rgb not kept
     * @param at where the line starts in rgb
     */
    void line(int y, byte[] rgb, int at);

    /**
     * The same of a line as native decoders give it.
     *
     * @param words a pixel each, red uppermost; not kept
     */
    void line(int y, int[] words);

    /** What the lines have made: {@code [height][width][3]}. */
    byte[] result();
}
