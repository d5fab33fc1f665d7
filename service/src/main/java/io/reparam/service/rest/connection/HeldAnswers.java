package io.reparam.service.rest.connection;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Lets requests wait where {@link Drain} holds answers back. */
final class HeldAnswers extends ValveBase {
    private final Drain drain;

    HeldAnswers(Drain drain) {
        this.drain = drain;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        try {
            drain.pass();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        getNext().invoke(request, response);
    }
}
