package io.reparam.service.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says at the start where the page is. */
@Component
@ConditionalOnBooleanProperty(name = "reparam.console.enabled", matchIfMissing = true)
final class ConsoleAddress {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleAddress.class);

    private final Environment environment;

    ConsoleAddress(Environment environment) {
        this.environment = environment;
    }

    @EventListener
    void started(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof WebServerApplicationContext web && web.getWebServer() != null) {
            boolean tls = environment.containsProperty("server.ssl.bundle")
                    || environment.containsProperty("server.ssl.key-store");
            LOG.info(
                    "the live page: {}://localhost:{}/",
                    tls ? "https" : "http",
                    web.getWebServer().getPort());
        }
    }
}
