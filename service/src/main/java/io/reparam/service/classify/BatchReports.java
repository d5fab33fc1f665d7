package io.reparam.service.classify;

import io.reparam.service.runtime.ServedVariant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hands on what the variants tell, in the words of metrics. */
@Configuration(proxyBeanMethods = false)
class BatchReports {
    @Bean
    ServedVariant.RunListener runListener(VariantListener listener) {
        return (variant, rows, nanos) -> listener.batchRan(Target.of(variant), rows, nanos);
    }
}
