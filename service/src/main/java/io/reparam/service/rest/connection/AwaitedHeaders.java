package io.reparam.service.rest.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.coyote.Constants;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * A connection, asked whether it still waits for its TLS handshake or for the rest of a request's headers.
 *
 * @param since when it was accepted, in the time of {@link System#nanoTime}
 */
record AwaitedHeaders(SocketWrapperBase<NioChannel> connection, long since) {
    private static final byte[] TOO_SLOW = tooSlow();

    /** Whether the wait has lasted so long. */
    boolean late(long now, long nanos) {
        NioChannel channel = connection.getSocket();
        if (channel == null || connection.isClosed()) {
            return false;
        }
        if (!channel.isHandshakeComplete()) {
            return now - since >= nanos;
        }
        // between requests there is no processor: Tomcat's timeout of kept-alive connections holds there
        if (!(connection.getCurrentProcessor() instanceof Processor processor)) {
            return false;
        }
        Request request = processor.getRequest();
        if (request == null) {
            return false;
        }
        int stage = request.getRequestProcessor().getStage();
        long begun = request.getStartTimeNanos();
        // between two reads of headers, Tomcat calls the stage ended, but the request has begun
        return begun >= 0 && (stage == Constants.STAGE_PARSE || stage == Constants.STAGE_ENDED) && now - begun >= nanos;
    }

    /** Closes it, unless a thread reads from it at this moment; says whether it did. */
    boolean end(long now, long nanos) {
        ReentrantLock lock = connection.getLock();
        if (!lock.tryLock()) {
            return false;
        }
        try {
            // asked again, now that no thread works on it
            if (!late(now, nanos)) {
                return false;
            }
            answer();
            connection.close();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void answer() {
        try {
            if (connection.getSocket().isHandshakeComplete()) {
                connection.write(false, TOO_SLOW, 0, TOO_SLOW.length);
                connection.flush(false);
            }
        } catch (IOException e) {
            // it is gone, or reads nothing either
        }
    }

    private static byte[] tooSlow() {
        String body =
                "{\"type\":\"urn:reparam:problem:too_slow\",\"title\":\"The request came too slowly\",\"status\":408,"
                        + "\"detail\":\"the request headers took longer to arrive than they may; send them at once\"}";
        return ("HTTP/1.1 408 \r\nContent-Type: application/problem+json\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
