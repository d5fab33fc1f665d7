package io.reparam.service.classify;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much is worked on at a time.
 *
 * @param maxInFlight requests between the end of their body and their answer, of both transports together
 */
@Validated
@ConfigurationProperties("reparam.admission")
public record AdmissionSettings(@DefaultValue("64") @Min(1) int maxInFlight) {}
