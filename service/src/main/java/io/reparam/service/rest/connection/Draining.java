package io.reparam.service.rest.connection;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Drains before anything is closed: the management port, gRPC and the models are there to the end of it. */
@Component
final class Draining {
    private final ServletWebServerApplicationContext context;
    private final Drain drain;
    private volatile boolean started;

    Draining(ServletWebServerApplicationContext context, Drain drain) {
        this.context = context;
        this.drain = drain;
    }

    /** A start that fails has nobody to wait for. */
    @EventListener
    void started(ApplicationReadyEvent event) {
        started = true;
    }

    /** Comes first, and whoever else hears of it waits. */
    @EventListener
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void closed(ContextClosedEvent event) {
        if (!started || event.getApplicationContext() != context) {
            return;
        }
        try {
            drain.run(http());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private BoundedHttp http() {
        if (context.getWebServer() instanceof TomcatWebServer server
                && server.getTomcat().getConnector().getProtocolHandler() instanceof BoundedHttp http) {
            return http;
        }
        throw new IllegalStateException("the server has no " + BoundedHttp.class);
    }
}
