package io.reparam.service.rest.connection;

import java.time.Duration;
import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP/1.1 over a {@link BoundedEndpoint}. Public because Tomcat makes it by its name. */
public final class BoundedHttp extends Http11NioProtocol {
    private final BoundedEndpoint endpoint;

    public BoundedHttp() {
        this(new BoundedEndpoint());
    }

    private BoundedHttp(BoundedEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    void limit(int connectionsPerAddress, Duration headerTimeout) {
        endpoint.limit(connectionsPerAddress, headerTimeout.toNanos());
    }

    /** From now on every answer to a request that is read says {@code Connection: close}. */
    void closeAfterAnswers() {
        setMaxKeepAliveRequests(1);
    }

    /** Connections that were ever accepted. */
    long accepted() {
        return endpoint.accepted();
    }

    /** Waits until every connection that has come so far is accepted; says whether that was before the time was over. */
    boolean awaitAccepted(long millis) throws InterruptedException {
        return endpoint.awaitAccepted(millis);
    }

    /** Connections whose headers, or handshake, are not complete. */
    int waiting() {
        return endpoint.waiting();
    }

    /** Connections that are open. */
    int open() {
        return endpoint.getConnections().size();
    }
}
