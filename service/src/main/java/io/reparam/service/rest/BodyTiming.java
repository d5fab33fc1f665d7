package io.reparam.service.rest;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Puts {@link BodyDeadline} into the server. */
@Configuration(proxyBeanMethods = false)
class BodyTiming {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodyDeadline(
            @Value("${reparam.limits.body-timeout}") Duration timeout,
            @Value("${server.tomcat.max-swallow-size}") DataSize mostDropped) {
        return server -> server.addEngineValves(new BodyDeadline(timeout.toNanos(), mostDropped.toBytes()));
    }
}
