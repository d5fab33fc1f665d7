package io.reparam.service.trace;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Leaves out all of tracing unless there is a collector to send traces to. Without one, Spring Boot would still make a span for
 * every tenth request and throw it away.
 */
final class TracingOnDemand implements AutoConfigurationImportFilter, EnvironmentAware {
    static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private boolean wanted;

    @Override
    public void setEnvironment(Environment environment) {
        wanted = StringUtils.hasText(environment.getProperty(ENDPOINT));
    }

    @Override
    public boolean[] match(@Nullable String[] configurations, AutoConfigurationMetadata metadata) {
        boolean[] match = new boolean[configurations.length];
        for (int i = 0; i < match.length; i++) {
            match[i] = wanted || !isTracing(configurations[i]);
        }
        return match;
    }

    private static boolean isTracing(@Nullable String configuration) {
        return configuration != null
                && (configuration.startsWith("org.springframework.boot.micrometer.tracing.")
                        || configuration.startsWith("org.springframework.boot.opentelemetry."));
    }
}
