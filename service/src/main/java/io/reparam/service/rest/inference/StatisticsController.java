package io.reparam.service.rest.inference;

import io.reparam.service.inference.ModelFacts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The statistics extension. */
@Tag(name = V2Documentation.TAG)
@RestController
final class StatisticsController {
    private final ModelFacts facts;

    StatisticsController(ModelFacts facts) {
        this.facts = facts;
    }

    @Operation(summary = "Counts and times of every variant since the start")
    @GetMapping("/v2/models/stats")
    StatisticsForm all() {
        return StatisticsForm.of(facts.counts());
    }

    @Operation(summary = "Counts and times of a model since the start, of each of its versions")
    @GetMapping({"/v2/models/{model}/stats", "/v2/models/{model}/versions/{version}/stats"})
    StatisticsForm one(@PathVariable String model, @PathVariable(required = false) @Nullable String version) {
        return StatisticsForm.of(facts.counts(model, version));
    }
}
