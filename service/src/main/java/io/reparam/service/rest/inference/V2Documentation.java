package io.reparam.service.rest.inference;

import io.reparam.service.rest.FailureForm;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** What all calls of the protocol share in the OpenAPI document: the answers that are errors. */
@Component
final class V2Documentation implements OpenApiCustomizer {
    static final String TAG = "v2";

    private static final String ERROR_SCHEMA = "#/components/schemas/" + FailureForm.class.getSimpleName();

    @Override
    public void customise(OpenAPI api) {
        api.addTagsItem(new Tag().name(TAG).description("Open Inference Protocol v2 with Triton's extensions"));
        ModelConverters.getInstance(true).read(FailureForm.class).forEach(api.getComponents()::addSchemas);
        api.getPaths().forEach((path, item) -> {
            if (path.startsWith("/v2")) {
                item.readOperations()
                        .forEach(operation -> errors(path)
                                .forEach((status, message) ->
                                        operation.getResponses().addApiResponse(status, error(message))));
            }
        });
    }

    /** Status and an example of its message. */
    private static Map<String, String> errors(String path) {
        boolean infers = path.endsWith("/infer");
        boolean hasBody = infers || path.startsWith("/v2/repository/");
        Map<String, String> errors = new LinkedHashMap<>();
        boolean controls = path.endsWith("/load") || path.endsWith("/unload");
        if (path.contains("{model}")) {
            errors.put("400", "the request is malformed: its request line, its headers or its path");
        }
        if (controls) {
            errors.put(
                    "403",
                    "a web page may not load or unload models, unless it comes from this service by its address;"
                            + " use a client, or set reparam.api-keys and reparam.admin-keys");
        }
        if (hasBody) {
            String infer =
                    "input 'image' has shape [1, 3, 224, 224]; it must be [-1, 3, 32, 32], with the batch for -1";
            String control = "models are loaded and unloaded by request only where reparam.models.mode is 'explicit'";
            String other = "the request is not valid JSON at line 1, column 2";
            errors.put("400", infers ? infer : controls ? control : other);
        }
        if (path.contains("{model}")) {
            errors.put("404", "there is no model 'resnet'; there is cifar10");
        }
        if (hasBody) {
            errors.put("408", "the body took longer than it may; send it faster, or less");
            errors.put("429", "too many large requests are being read; try again in a second");
            errors.put("413", "the request is larger than 10485760 bytes; send less");
            errors.put("415", "the content encoding 'br' is not supported; send gzip, deflate or none");
        }
        if (infers) {
            errors.put("429", "all 64 places are taken; try again in a second");
            errors.put("500", "the service failed; its log says why");
            errors.put("504", "the timeout passed before the model ran");
        }
        if (path.contains("{model}")) {
            errors.put("503", "the service is shutting down; ask another instance");
        }
        return errors;
    }

    private static ApiResponse error(String message) {
        MediaType json =
                new MediaType().schema(new Schema<>().$ref(ERROR_SCHEMA)).example(Map.of("error", message));
        return new ApiResponse().description("Failed").content(new Content().addMediaType("application/json", json));
    }
}
