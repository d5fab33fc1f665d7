package io.reparam.service.rest.connection;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the bounds of connections, and their end, into the server. */
@Configuration(proxyBeanMethods = false)
class Connections {
    @Bean
    Drain drain(@Value("${reparam.shutdown.drain}") Duration period) {
        return new Drain(period);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> boundedConnections(
            Drain drain,
            @Value("${reparam.limits.connections-per-address}") int perAddress,
            @Value("${reparam.limits.header-timeout}") Duration headerTimeout) {
        if (perAddress < 1 || headerTimeout.isNegative() || headerTimeout.isZero()) {
            throw new IllegalArgumentException("reparam.limits.connections-per-address is " + perAddress
                    + " and reparam.limits.header-timeout is " + headerTimeout + "; both must be above 0");
        }
        TomcatProtocolHandlerCustomizer<BoundedHttp> limits = http -> http.limit(perAddress, headerTimeout);
        return server -> {
            server.setProtocol(BoundedHttp.class.getName());
            server.addProtocolHandlerCustomizers(limits);
            // a body that is too long is refused before the client sends it
            server.addConnectorCustomizers(connector -> connector.setProperty("continueResponseTiming", "onRead"));
            server.addEngineValves(new HeldAnswers(drain));
        };
    }
}
