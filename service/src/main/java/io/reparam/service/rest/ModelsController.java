package io.reparam.service.rest;

import io.reparam.service.classify.ModelCatalog;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What can be asked. */
@Tag(name = "models", description = "What is served, and how it was made")
@RestController
final class ModelsController {
    private final ModelCatalog catalog;

    ModelsController(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    /** The models, and the one that answers when a caller names none. */
    record Models(String defaultModel, List<ModelCatalog.Model> models) {}

    @Operation(summary = "List models, their variants, labels and provenance")
    @GetMapping("/v1/models")
    Models models() {
        return new Models(catalog.defaultModel(), catalog.models());
    }

    @Operation(summary = "A variant's attention values, images x channels, as a PNG")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = MediaType.IMAGE_PNG_VALUE))
    @GetMapping("/v1/models/{model}/versions/{version}/variants/{variant}/stripes.png")
    ResponseEntity<Resource> stripes(
            @PathVariable String model, @PathVariable int version, @PathVariable String variant) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.IMAGE_PNG)
                .body(new ByteArrayResource(catalog.stripes(model, version, variant)));
    }
}
