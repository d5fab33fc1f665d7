package io.reparam.service.rest;

import io.reparam.service.classify.Classification;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ProblemDetail;

/** What the OpenAPI page says about classification; {@link ClassifyController} does it. */
@Tag(name = "classify", description = "Says what an image shows")
interface ClassifyApi {
    String PROBLEM = "application/problem+json";

    @Operation(
            summary = "Classify one image or many",
            description =
                    "Takes PNG, JPEG, WebP, GIF, BMP and TIFF files: one as the raw body with any content type, up to 64 as parts `image` of a form or as "
                            + "base64 in JSON. Of many, a bad one fails alone.",
            parameters = {
                @Parameter(
                        name = "variant",
                        in = ParameterIn.QUERY,
                        description =
                                "`attention`: the net as trained; `reparam`: attention folded into the convolutions. "
                                        + "Default: what /v1/models says",
                        schema = @Schema(type = "string"),
                        example = "reparam"),
                @Parameter(
                        name = "topK",
                        in = ParameterIn.QUERY,
                        description = "How many predictions, 1 to the number of classes",
                        schema = @Schema(type = "integer", format = "int32", minimum = "1", defaultValue = "5"),
                        example = "3"),
                @Parameter(
                        name = "timeout",
                        in = ParameterIn.QUERY,
                        description = "Milliseconds that the caller waits; later there is no answer but a 504",
                        schema = @Schema(type = "integer", format = "int32", minimum = "1"),
                        example = "500"),
                @Parameter(
                        name = "model",
                        in = ParameterIn.QUERY,
                        description = "Default: what /v1/models says",
                        schema = @Schema(type = "string"),
                        example = "cifar10")
            },
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "`curl --data-binary @cat.png` or `curl -F image=@cat.png -F image=@dog.png`",
                            content = {
                                @Content(mediaType = "image/png", schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = "image/jpeg",
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = "application/octet-stream",
                                        schema = @Schema(type = "string", format = "binary")),
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(type = "object"),
                                        examples = @ExampleObject(Examples.JSON_IMAGES)),
                                @Content(
                                        mediaType = "multipart/form-data",
                                        schemaProperties =
                                                @SchemaProperty(
                                                        name = ImageBody.PART,
                                                        array =
                                                                @ArraySchema(
                                                                        schema =
                                                                                @Schema(
                                                                                        type = "string",
                                                                                        format = "binary"))))
                            }),
            responses = {
                @ApiResponse(
                        responseCode = "200",
                        description = "The most probable classes, highest first; of many images a list of such answers",
                        content =
                                @Content(
                                        mediaType = "application/json",
                                        schema = @Schema(oneOf = {Classification.class, Classifications.class}),
                                        examples = {
                                            @ExampleObject(name = "one", value = Examples.CLASSIFICATION),
                                            @ExampleObject(name = "many", value = Examples.CLASSIFICATIONS)
                                        })),
                @ApiResponse(
                        responseCode = "400",
                        description = "Not an image, a damaged one, or an impossible parameter",
                        content =
                                @Content(
                                        mediaType = PROBLEM,
                                        schema = @Schema(implementation = ProblemDetail.class),
                                        examples = @ExampleObject(Examples.BAD_IMAGE))),
                @ApiResponse(
                        responseCode = "404",
                        description = "No such model or variant",
                        content =
                                @Content(
                                        mediaType = PROBLEM,
                                        schema = @Schema(implementation = ProblemDetail.class),
                                        examples = @ExampleObject(Examples.UNKNOWN_VARIANT))),
                @ApiResponse(
                        responseCode = "413",
                        description = "More bytes or pixels than the limit",
                        content =
                                @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetail.class))),
                @ApiResponse(
                        responseCode = "415",
                        description = "A format that is not decoded, such as AVIF, HEIC or SVG",
                        content =
                                @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetail.class))),
                @ApiResponse(
                        responseCode = "429",
                        description = "All places are taken",
                        headers =
                                @Header(
                                        name = "Retry-After",
                                        description = "Seconds",
                                        schema = @Schema(type = "integer")),
                        content =
                                @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetail.class))),
                @ApiResponse(
                        responseCode = "504",
                        description = "The timeout passed first",
                        content =
                                @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetail.class))),
                @ApiResponse(
                        responseCode = "503",
                        description = "Starting or shutting down",
                        content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetail.class)))
            })
    Object classify(HttpServletRequest request);
}
