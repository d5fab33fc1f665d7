package io.reparam.service.rest;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * The form of a failure on the paths of the Open Inference Protocol; elsewhere it is an RFC 9457 problem.
 *
 * @param error what is wrong, and the remedy
 */
public record FailureForm(String error) {
    static final String NOTHING_HERE = "there is nothing at this path; /swagger-ui.html lists what there is";

    /** @param path of the request */
    static Object of(ProblemDetail problem, String path) {
        return path.equals("/v2") || path.startsWith("/v2/")
                ? new FailureForm(String.valueOf(problem.getDetail()))
                : problem;
    }

    /** What is wrong with a request that the container refused, as far as its status tells. */
    static String reason(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> NOTHING_HERE;
            case METHOD_NOT_ALLOWED -> "the method is not allowed at this path";
            case REQUEST_TIMEOUT -> BodyDeadline.MESSAGE;
            case EXPECTATION_FAILED -> "Expect is not '100-continue', which is all that can be expected";
            case NOT_IMPLEMENTED ->
                "neither methods such as CONNECT nor a Transfer-Encoding other than 'chunked' are served";
            case HTTP_VERSION_NOT_SUPPORTED -> "the request is not HTTP/1.0 or HTTP/1.1";
            default ->
                status.is4xxClientError()
                        ? "the request is malformed: its request line, its headers, its path or its chunks"
                        : "the service failed; its log says why";
        };
    }
}
