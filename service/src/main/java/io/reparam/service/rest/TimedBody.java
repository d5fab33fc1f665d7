package io.reparam.service.rest;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** A body that can be read until a moment; the read that is under way then goes on. Belongs to the thread of its request. */
final class TimedBody implements InputBuffer {
    private final InputBuffer body;
    private final long end;

    /** @param end in the time of {@link System#nanoTime} */
    TimedBody(InputBuffer body, long end) {
        this.body = body;
        this.end = end;
    }

    /** @throws SocketTimeoutException which Tomcat answers with 408, and then ends the connection */
    @Override
    public int doRead(ApplicationBufferHandler handler) throws IOException {
        if (System.nanoTime() - end > 0) {
            throw new SocketTimeoutException(BodyDeadline.MESSAGE);
        }
        return body.doRead(handler);
    }

    @Override
    public int available() {
        return body.available();
    }

    /**
     * Reads what is left, for nobody.
     *
     * @return whether that was all, of no more than so many bytes
     */
    boolean drop(long most) {
        Dropped dropped = new Dropped();
        try {
            for (long left = most; left >= 0; left -= dropped.bytes.remaining()) {
                if (doRead(dropped) < 0) {
                    return true;
                }
            }
        } catch (IOException e) {
            // too slow, or gone: either way the connection is of no more use
        }
        return false;
    }

    private static final class Dropped implements ApplicationBufferHandler {
        private ByteBuffer bytes = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {
            // nothing is gathered
        }
    }
}
