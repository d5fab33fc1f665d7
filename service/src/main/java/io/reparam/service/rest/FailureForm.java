package io.reparam.service.rest;

import org.springframework.http.ProblemDetail;

/**
 * The form of a failure on the paths of the Open Inference Protocol; elsewhere it is an RFC 9457 problem.
 *
 * @param error what is wrong, and the remedy
 */
public record FailureForm(String error) {
    /** @param path of the request */
    static Object of(ProblemDetail problem, String path) {
        return path.equals("/v2") || path.startsWith("/v2/")
                ? new FailureForm(String.valueOf(problem.getDetail()))
                : problem;
    }
}
