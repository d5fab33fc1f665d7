package io.reparam.service.rest;

import io.reparam.service.classify.Classification;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** What the OpenAPI document cannot know by itself: references that are relative, fields that are always there, failures of paths. */
@Component
final class ProblemDocumentation implements OpenApiCustomizer {
    private static final String PROBLEM = ProblemDetail.class.getSimpleName();

    @Override
    public void customise(OpenAPI api) {
        for (Class<?> whole : List.of(Classification.class, Classifications.class)) {
            Schema<?> schema = schema(api, whole.getSimpleName());
            schema.setRequired(new ArrayList<>(schema.getProperties().keySet()));
        }
        Map<String, ?> fields = schema(api, PROBLEM).getProperties();
        List.of("type", "instance")
                .forEach(field -> ((Schema<?>) Objects.requireNonNull(fields.get(field))).setFormat("uri-reference"));
        api.getPaths().forEach((path, item) -> {
            if (path.startsWith("/v1/models/")) {
                item.readOperations()
                        .forEach(operation -> operation
                                .getResponses()
                                .addApiResponse(
                                        "400", failure("The path cannot be read, or the version is not a number"))
                                .addApiResponse("404", failure("No such model, version or variant, or it has none")));
            }
        });
        Objects.requireNonNull(api.getPaths().get("/v1/classify"))
                .getPost()
                .getResponses()
                .addApiResponse("408", failure("The body came too slowly"))
                .addApiResponse("500", failure("A defect of the service, whose log says more"));
    }

    private static Schema<?> schema(OpenAPI api, String name) {
        return (Schema<?>)
                Objects.requireNonNull(api.getComponents().getSchemas().get(name), name);
    }

    private static ApiResponse failure(String description) {
        MediaType type = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM));
        return new ApiResponse()
                .description(description)
                .content(new Content().addMediaType(ClassifyApi.PROBLEM, type));
    }
}
