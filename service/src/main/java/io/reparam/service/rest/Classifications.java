package io.reparam.service.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reparam.service.classify.Classification;
import io.reparam.service.error.ServiceException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/** The answers to many images, in their order. */
record Classifications(List<Result> results) {
    /** Of one image: one of the two is there. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            @Nullable Classification classification,
            @Nullable ProblemDetail problem) {
        static Result of(Classification classification) {
            return new Result(classification, null);
        }

        static Result of(ServiceException failure) {
            return new Result(null, ProblemAdvice.problem(failure));
        }
    }
}
