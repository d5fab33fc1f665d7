package io.reparam.service.runtime;

import io.reparam.service.repository.Repository;
import io.reparam.service.repository.UnservableException;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the models while the application context starts: no port opens before they are warm. */
@Configuration(proxyBeanMethods = false)
class RuntimeConfiguration {
    @Bean(destroyMethod = "close")
    ServedModels servedModels(ModelSettings models) {
        return new ServedModels(models.defaultModel());
    }

    @Bean
    ModelLoader modelLoader(
            RuntimeSettings runtime, QueueSettings queue, TrafficSettings traffic, ServedVariant.RunListener listener) {
        return new ModelLoader(runtime, queue, traffic, listener);
    }

    @Bean
    ModelControl modelControl(
            ModelLoader loader, ModelSettings models, ServedModels served, List<ModelListener> listeners) {
        ModelControl control = new ModelControl(
                Repository.at(models.location()), models, loader, served, ModelListener.all(listeners));
        try {
            control.start();
        } catch (UnservableException e) {
            served.close();
            throw e;
        }
        return control;
    }

    @Bean(destroyMethod = "close")
    ModelPolling modelPolling(ModelSettings models, ModelControl control) {
        boolean polls = models.mode() == ModelSettings.Mode.POLL
                && Repository.at(models.location()).changes();
        ModelPolling polling = new ModelPolling(control, models.pollInterval());
        if (polls) {
            polling.start();
        }
        return polling;
    }
}
