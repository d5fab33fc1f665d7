package io.reparam.service.rest.inference;

import io.reparam.service.classify.Call;
import io.reparam.service.classify.Calls;
import io.reparam.service.classify.Protocol;
import io.reparam.service.inference.InferRequest;
import io.reparam.service.inference.TensorInference;
import io.reparam.service.rest.ContentCoding;
import io.reparam.service.rest.RequestBytes;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Inference over HTTP. */
@RestController
final class InferController implements InferApi {
    /** Less than this fits into one packet anyway. */
    private static final int WORTH_COMPRESSING = 1024;

    private final Calls calls;
    private final TensorInference inference;
    private final RequestBytes bytes;

    InferController(Calls calls, TensorInference inference, RequestBytes bytes) {
        this.calls = calls;
        this.inference = inference;
        this.bytes = bytes;
    }

    // no "consumes": Python's tritonclient sends no content type at all
    @PostMapping({"/v2/models/{model}/infer", "/v2/models/{model}/versions/{version}/infer"})
    @Override
    public ResponseEntity<byte[]> infer(
            @PathVariable String model,
            @PathVariable(required = false) @Nullable String version,
            HttpServletRequest request) {
        Call call = calls.receive(Protocol.REST, model, null);
        InferWriter answer;
        try {
            byte[] body = bytes.read(request);
            InferReader reader = new InferReader();
            @Nullable Integer jsonLength = InferHeaders.jsonLength(request, body.length);
            bytes.requireRoomForJson(request, body, jsonLength == null ? body.length : jsonLength);
            InferRequest asked = reader.read(model, version, body, jsonLength);
            answer = call.answered(InferWriter.write(inference.infer(call, asked), reader::binary));
        } catch (RuntimeException | Error e) {
            throw call.failed(e);
        }
        return respond(answer, ContentCoding.accepted(request.getHeader(HttpHeaders.ACCEPT_ENCODING)));
    }

    private static ResponseEntity<byte[]> respond(InferWriter answer, ContentCoding accepted) {
        ResponseEntity.BodyBuilder response = ResponseEntity.ok()
                .contentType(answer.binary() ? MediaType.APPLICATION_OCTET_STREAM : MediaType.APPLICATION_JSON)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (answer.binary()) {
            response.header(InferHeaders.JSON_LENGTH, Integer.toString(answer.jsonLength()));
        }
        if (accepted == ContentCoding.IDENTITY || answer.body().length < WORTH_COMPRESSING) {
            return response.body(answer.body());
        }
        return response.header(HttpHeaders.CONTENT_ENCODING, accepted.label()).body(accepted.encoded(answer.body()));
    }
}
