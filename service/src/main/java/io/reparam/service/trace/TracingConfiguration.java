package io.reparam.service.trace;

import io.grpc.ServerInterceptor;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.reparam.service.classify.ClassifyListener;
import io.reparam.service.metrics.RequestMeters;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;

/** What tracing adds; there only if {@link TracingOnDemand} lets it in. */
@AutoConfiguration(after = OpenTelemetryTracingAutoConfiguration.class)
@ConditionalOnBean(Tracer.class)
class TracingConfiguration {
    /** Right after the observation of Spring, which opens the span. */
    private static final int INSIDE_THE_SPAN = Ordered.HIGHEST_PRECEDENCE + 2;

    private static final List<String> NOT_WORK = List.of("/actuator", "/assets/", "/samples/", "/v1/latency");

    @Bean
    @Primary
    ClassifyListener stageSpans(RequestMeters meters, Tracer tracer) {
        return new StageSpans(meters, tracer, Clock.systemUTC());
    }

    @Bean
    FilterRegistrationBean<TraceResponse> traceResponseFilter(Tracer tracer) {
        FilterRegistrationBean<TraceResponse> filter = new FilterRegistrationBean<>(new TraceResponse(tracer));
        filter.setOrder(INSIDE_THE_SPAN);
        return filter;
    }

    @Bean
    @GlobalServerInterceptor
    @Order(Ordered.LOWEST_PRECEDENCE)
    ServerInterceptor traceResponseInterceptor(Tracer tracer) {
        return new TraceResponse(tracer);
    }

    /** Scrapes, probes and the page's own look-ups would be most of all traces. */
    @Bean
    SpanExportingPredicate workOnly() {
        return span -> {
            String url = span.getTags().getOrDefault("http.url", "");
            return NOT_WORK.stream().noneMatch(url::startsWith);
        };
    }
}
