package io.reparam.service.rest;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What all answers share: the way from the root to the API's description, its title, JSON, and the form of the container's failures. */
@Configuration(proxyBeanMethods = false)
class WebSettings implements WebMvcConfigurer {
    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/swagger-ui.html");
    }

    /** Answers are JSON whatever a client says it accepts: a 406 after the work was done would help nobody. */
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerErrors() {
        return server -> server.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ContainerErrors.class.getName());
            }
        });
    }

    /** Nothing here depends on languages or cookies: Tomcat answered 500 to the eleventh language. Their headers are bounded as all are. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> languagesAndCookies() {
        return server -> server.addConnectorCustomizers(connector -> {
            connector.setMaxLocaleCount(-1);
            connector.setMaxCookieCount(-1);
        });
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Reparam")
                        .version("v1")
                        .description("Classifies images with a net in two variants: with attention, and with attention "
                                + "folded away. Errors are RFC 9457 problem details."));
    }
}
