package io.reparam.service.rest.inference;

import io.reparam.service.inference.ModelIndex;
import io.reparam.service.inference.Parameters;
import io.reparam.service.rest.RequestBytes;
import io.reparam.service.rest.RequestJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The model repository extension; an empty body means the same as an empty object. */
@Tag(name = V2Documentation.TAG)
@RestController
final class RepositoryController {
    private final ModelIndex index;
    private final RequestBytes bytes;

    RepositoryController(ModelIndex index, RequestBytes bytes) {
        this.index = index;
        this.bytes = bytes;
    }

    @Operation(summary = "Every version in the repository, and why it does not answer if it does not")
    @PostMapping("/v2/repository/index")
    List<ModelIndex.Entry> index(HttpServletRequest request) {
        Parameters fields = RequestJson.scalars(bytes.read(request));
        return index.entries(Boolean.TRUE.equals(fields.flag("ready")));
    }

    @Operation(summary = "Load a model as it lies there now; where reparam.models.mode is explicit")
    @PostMapping("/v2/repository/models/{model}/load")
    Map<String, Object> load(@PathVariable String model, HttpServletRequest request) {
        index.load(model, RequestJson.parameters(bytes.read(request)));
        return Map.of();
    }

    @Operation(summary = "Take a model out of service; where reparam.models.mode is explicit")
    @PostMapping("/v2/repository/models/{model}/unload")
    Map<String, Object> unload(@PathVariable String model, HttpServletRequest request) {
        RequestJson.parameters(bytes.read(request));
        index.unload(model);
        return Map.of();
    }
}
