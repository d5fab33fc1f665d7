package io.reparam.service.rest;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;

/**
 * Gives each body a time to arrive in. Tomcat's own timeout is for one read, so that a client which sends a byte now and then would
 * keep a thread for hours. Beneath the servlet API, so that it holds for forms, which the container reads, and for the rest of a
 * body that nobody wanted.
 */
final class BodyDeadline extends ValveBase {
    static final String MESSAGE = "the request body took longer to arrive than it may; send it faster, or less";

    private final long nanos;
    private final long mostDropped;

    /** @param mostDropped bytes of a body that nobody wanted that are read after the answer; then the connection ends */
    BodyDeadline(long nanos, long mostDropped) {
        this.nanos = nanos;
        this.mostDropped = mostDropped;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request exchange = request.getCoyoteRequest();
        InputBuffer body = exchange.getInputBuffer();
        TimedBody timed = new TimedBody(body, System.nanoTime() + nanos);
        exchange.setInputBuffer(timed);
        try {
            getNext().invoke(request, response);
            if (!request.isAsync()) {
                // the answer is out before the rest is read: who writes it all first still sees why it was refused
                response.finishResponse();
                if (!timed.drop(mostDropped)) {
                    exchange.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
                }
            }
        } finally {
            exchange.setInputBuffer(body);
        }
    }
}
