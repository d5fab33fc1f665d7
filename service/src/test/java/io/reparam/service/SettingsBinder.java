package io.reparam.service;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/** Binds one settings record from properties, as the application does. */
public final class SettingsBinder {
    private SettingsBinder() {}

    /**
     * Binds and validates.
     *
     * @throws org.springframework.boot.context.properties.bind.BindException if a value is refused
     */
    public static <T> T bind(Class<T> type, String prefix, Map<String, ?> properties) {
        try (LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean()) {
            validator.afterPropertiesSet();
            Binder binder = new Binder(
                    List.of(new MapConfigurationPropertySource(properties)),
                    null,
                    ApplicationConversionService.getSharedInstance());
            return binder.bindOrCreate(prefix, Bindable.of(type), new ValidationBindHandler(validator));
        }
    }
}
