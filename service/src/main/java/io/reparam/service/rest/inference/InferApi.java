package io.reparam.service.rest.inference;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** What the OpenAPI page says about inference; {@link InferController} does it. */
@Tag(name = V2Documentation.TAG)
interface InferApi {
    String JSON = "application/json";
    String BINARY = "application/octet-stream";

    @Operation(
            summary = "Run a model on tensors or images",
            description =
                    "An FP32 input of the model's shape, or BYTES `[N]` with an image file an element (in JSON as "
                            + "base64). Values are nested or flat in `data`, or follow the JSON in little-endian order and are announced "
                            + "by `parameters.binary_data_size`; then the header says how long the JSON is, and 0 means that the whole "
                            + "body is the only input. Bodies may be gzip or deflate both ways. JSON before a binary tensor: "
                            + V2Examples.TENSOR_REQUEST,
            parameters =
                    @Parameter(
                            name = InferHeaders.JSON_LENGTH,
                            in = ParameterIn.HEADER,
                            description = "Bytes of the JSON, where tensors follow it",
                            schema = @Schema(type = "integer", minimum = "0")),
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "Any content type, or none",
                            content = {
                                @Content(
                                        mediaType = JSON,
                                        schema = @Schema(type = "object"),
                                        examples = @ExampleObject(name = "image", value = V2Examples.IMAGE_REQUEST)),
                                @Content(mediaType = BINARY, schema = @Schema(type = "string", format = "binary"))
                            }),
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description =
                                    "The outputs; binary ones follow the JSON, and the header says how long it is",
                            content = {
                                @Content(
                                        mediaType = JSON,
                                        schema = @Schema(type = "object"),
                                        examples = {
                                            @ExampleObject(name = "classification", value = V2Examples.CLASSES),
                                            @ExampleObject(name = "values", value = V2Examples.VALUES)
                                        }),
                                @Content(mediaType = BINARY, schema = @Schema(type = "string", format = "binary"))
                            }))
    ResponseEntity<byte[]> infer(
            String model, @Nullable String version, @Parameter(hidden = true) HttpServletRequest request);
}
