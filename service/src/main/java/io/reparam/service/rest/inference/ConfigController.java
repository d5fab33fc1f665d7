package io.reparam.service.rest.inference;

import io.reparam.service.inference.ModelFacts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The model configuration extension. */
@Tag(name = V2Documentation.TAG)
@RestController
final class ConfigController {
    private final ModelFacts facts;

    ConfigController(ModelFacts facts) {
        this.facts = facts;
    }

    @Operation(summary = "How a model is served, as Triton's model configuration")
    @GetMapping({"/v2/models/{model}/config", "/v2/models/{model}/versions/{version}/config"})
    ConfigForm config(@PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return ConfigForm.of(facts.configuration(model, version));
    }
}
