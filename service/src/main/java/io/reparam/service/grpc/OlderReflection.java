package io.reparam.service.grpc;

import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionService;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reflection under its older name, v1alpha, beside v1: Postman and older releases of grpcurl and grpcui know no other. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "spring.grpc.server.reflection.enabled", matchIfMissing = true)
class OlderReflection {
    @Bean
    @SuppressWarnings("deprecation") // there is no other way to answer those who ask by the old name
    BindableService reflectionV1Alpha() {
        return ProtoReflectionService.newInstance();
    }
}
