package io.reparam.service.runtime;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which models are served.
 *
 * @param location of the model directories: a directory, or a Spring resource location such as {@code classpath:models}
 * @param defaultModel answers when a caller names none
 */
@Validated
@ConfigurationProperties("reparam.models")
public record ModelSettings(
        @DefaultValue("classpath:models") @NotBlank String location,
        @DefaultValue("cifar10") @NotBlank String defaultModel) {}
