package io.reparam.service.access;

import io.reparam.service.error.ErrorKind;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the OpenAPI document that a key is needed, where one is. */
@Component
final class ApiKeyDocumentation implements OpenApiCustomizer {
    private static final String BEARER = "bearer";
    private static final String HEADER = "header";

    private final ApiKeys keys;

    ApiKeyDocumentation(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public void customise(OpenAPI api) {
        if (!keys.required(ApiKeys.Purpose.USE)) {
            return;
        }
        api.getComponents()
                .addSecuritySchemes(
                        BEARER,
                        new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme(BEARER))
                .addSecuritySchemes(
                        HEADER,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.HEADER)
                                .name(ApiKeys.HEADER));
        // two requirements: either will do
        api.addSecurityItem(new SecurityRequirement().addList(BEARER))
                .addSecurityItem(new SecurityRequirement().addList(HEADER));
        api.getPaths()
                .values()
                .forEach(item -> item.readOperations()
                        .forEach(operation -> operation
                                .getResponses()
                                .addApiResponse(
                                        "401", new ApiResponse().description(ErrorKind.UNAUTHENTICATED.title()))));
    }
}
