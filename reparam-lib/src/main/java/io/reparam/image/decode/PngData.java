package io.reparam.image.decode;

import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The compressed data of a PNG file, across its chunks. Holds native memory: close it. */
final class PngData implements AutoCloseable {
    /** What it holds: a buffer, and zlib's window and tables. */
    static final int BYTES = 1 << 17;

    private final byte[] file;
    private final Iterator<PngChunk> chunks;
    private final Inflater inflater = new Inflater();
    private final byte[] buffer = new byte[1 << 15];
    private int at;
    private int end;

    PngData(byte[] file, List<PngChunk> chunks) {
        this.file = file;
        this.chunks = chunks.iterator();
    }

    /**
     * Fills the array.
     *
     * @throws ImageDecodeException if there is less, or it is damaged
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
                if (inflater.needsInput() && !inflater.finished() && chunks.hasNext()) {
                    PngChunk chunk = chunks.next();
                    inflater.setInput(file, chunk.content(), chunk.length());
                }
                end = inflater.inflate(buffer);
                boolean stuck = inflater.finished() || inflater.needsDictionary();
                if (end == 0 && (stuck || (inflater.needsInput() && !chunks.hasNext()))) {
                    throw ImageDecodeException.corrupt("the PNG file has less data than its header says");
                }
            }
        } catch (DataFormatException e) {
            throw ImageDecodeException.corrupt("the PNG file's data cannot be inflated");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
