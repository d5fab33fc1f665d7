package io.reparam.service.rest;

import io.reparam.service.memory.RequestMemory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body, decompressed or not, that takes memory as it is read. Belongs to one thread. */
final class MeteredStream extends FilterInputStream {
    /** Of a body that grows as it arrives: the pieces, and the array that they become. */
    private static final int COPIES = 2;

    private final RequestMemory.Share share;
    private long taken;

    MeteredStream(InputStream in, RequestMemory.Share share) {
        super(in);
        this.share = share;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        if (read > 0) {
            share.take((long) COPIES * read);
            taken += (long) COPIES * read;
        }
        return read;
    }

    /** The pieces are gone: only the array is left. */
    void whole() {
        share.giveBack(taken / COPIES);
        taken = 0;
    }
}
