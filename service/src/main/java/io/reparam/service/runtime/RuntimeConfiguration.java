package io.reparam.service.runtime;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the models while the application context starts: no port opens before they are warm. */
@Configuration(proxyBeanMethods = false)
class RuntimeConfiguration {
    @Bean(destroyMethod = "close")
    ServedModels servedModels(
            RuntimeSettings runtime, QueueSettings queue, ModelSettings models, RunListener listener) {
        return new ModelLoader(runtime, queue, listener)
                .load(new ModelRepository(models.location()), models.defaultModel());
    }
}
