package io.reparam.service.rest.inference;

import io.reparam.service.inference.ModelFacts;
import io.reparam.service.inference.ModelMetadata;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Which models there are, what they take and give, and whether they answer. */
@Tag(name = V2Documentation.TAG)
@RestController
final class MetadataController {
    private final ModelFacts facts;

    MetadataController(ModelFacts facts) {
        this.facts = facts;
    }

    /** Of the models that answer. */
    record ModelNames(List<String> models) {}

    /** Whether a model answers. */
    record Ready(String name, boolean ready) {}

    @Operation(summary = "Names of the models that answer: m, and m.variant for each of its variants")
    @GetMapping("/v2/models")
    ModelNames models() {
        return new ModelNames(facts.names());
    }

    @Operation(summary = "Inputs, outputs and versions of a model")
    @GetMapping({"/v2/models/{model}", "/v2/models/{model}/versions/{version}"})
    ModelMetadata metadata(@PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return facts.metadata(model, version);
    }

    @Operation(summary = "Whether a model answers requests; 503 if not")
    @GetMapping({"/v2/models/{model}/ready", "/v2/models/{model}/versions/{version}/ready"})
    ResponseEntity<Ready> ready(@PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        boolean ready = facts.ready(model, version);
        return ResponseEntity.status(ready ? 200 : 503).body(new Ready(model, ready));
    }
}
