package io.reparam.service.rest.inference;

import io.reparam.service.rest.RequestJson;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The header of the binary tensor extension. */
final class InferHeaders {
    /** Bytes of the JSON at the start of a body, before compression. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private InferHeaders() {}

    /**
     * The length of the JSON.
     *
     * @param bodyLength after decompression
     * @return null if the request does not say it: all is JSON
     * @throws io.reparam.service.error.ServiceException BAD_REQUEST if it is not a length within the body
     */
    static @Nullable Integer jsonLength(HttpServletRequest request, int bodyLength) {
        @Nullable String header = request.getHeader(JSON_LENGTH);
        if (header == null) {
            return null;
        }
        try {
            int length = Integer.parseInt(header.strip());
            if (length >= 0 && length <= bodyLength) {
                return length;
            }
        } catch (NumberFormatException e) {
            // the same remedy
        }
        throw RequestJson.bad(JSON_LENGTH + " is " + RequestJson.quote(header) + "; it must be 0 to " + bodyLength
                + ", the bytes of the body");
    }
}
