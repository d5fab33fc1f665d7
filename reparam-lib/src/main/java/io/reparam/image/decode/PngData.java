package io.reparam.image.decode;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The compressed data of a PNG file, across its chunks, however many there are. It is unpacked a piece after another: what describes
 * codes and holds no data takes time, too. Holds native memory: close it.
 */
final class PngData implements AutoCloseable {
    /** What it holds: a buffer, and zlib's window and tables. */
    static final int BYTES = 1 << 17;

    /** Bytes that are unpacked between two looks at the time. */
    private static final int PIECE = 1 << 15;

    private final byte[] file;
    private final DecodeBudget budget;
    private @Nullable PngChunk chunk;
    /** Of the chunk, so far. */
    private int given;

    private final Inflater inflater = new Inflater();
    private final byte[] buffer = new byte[1 << 15];
    private int at;
    private int end;

    PngData(byte[] file, DecodeBudget budget) {
        this.file = file;
        this.budget = budget;
        chunk = PngChunk.first(file);
    }

    /**
     * Fills the array.
     *
     * @throws ImageDecodeException if there is less, or it is damaged; STOPPED
     */
    void read(byte[] to) throws ImageDecodeException {
        for (int done = 0; done < to.length; ) {
            if (at == end) {
                fill();
            }
            int part = Math.min(end - at, to.length - done);
            System.arraycopy(buffer, at, to, done, part);
            at += part;
            done += part;
        }
    }

    private void fill() throws ImageDecodeException {
        try {
            at = 0;
            end = 0;
            while (end == 0) {
                if (inflater.needsInput() && !inflater.finished()) {
                    give();
                }
                end = inflater.inflate(buffer);
                boolean stuck = inflater.finished() || inflater.needsDictionary();
                if (end == 0 && (stuck || (inflater.needsInput() && chunk == null))) {
                    throw ImageDecodeException.corrupt("the PNG file has less data than its header says");
                }
            }
        } catch (DataFormatException e) {
            throw ImageDecodeException.corrupt("the PNG file's data cannot be inflated");
        }
    }

    private void give() throws ImageDecodeException {
        while (chunk != null && (chunk.type() != PngChunk.DATA || given == chunk.length())) {
            budget.spend(1);
            chunk = chunk.next(file);
            given = 0;
        }
        if (chunk != null) {
            int piece = Math.min(PIECE, chunk.length() - given);
            budget.spend(piece);
            inflater.setInput(file, chunk.content() + given, piece);
            given += piece;
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
