package io.reparam.service.rest;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Every failure in the form that its path has; Spring's own, such as a wrong verb, through the parent class. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> refused(ServiceException e, HttpServletRequest request) {
        ProblemDetail problem = problem(e);
        ResponseEntity.BodyBuilder response = ResponseEntity.status(problem.getStatus());
        if (e.kind() == ErrorKind.OVERLOADED || e.kind() == ErrorKind.NOT_READY) {
            response.header(HttpHeaders.RETRY_AFTER, "1");
        }
        if (e.kind() == ErrorKind.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.body(FailureForm.of(problem, request.getRequestURI()));
    }

    /** The failure in words. */
    static ProblemDetail problem(ServiceException e) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(e.kind()), String.valueOf(e.getMessage()));
        problem.setType(URI.create("urn:reparam:problem:" + e.kind().label()));
        problem.setTitle(e.kind().title());
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<Object> defect(Exception e, HttpServletRequest request) {
        LOG.error("A request failed", e);
        return refused(new ServiceException(ErrorKind.INTERNAL, "the service failed; its log says why"), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, FailureForm.NOTHING_HERE);
        return handleExceptionInternal(e, problem, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Object form = body instanceof ProblemDetail problem && request instanceof ServletWebRequest web
                ? FailureForm.of(problem, web.getRequest().getRequestURI())
                : body;
        return new ResponseEntity<>(form, headers, status);
    }

    private static HttpStatus status(ErrorKind kind) {
        return switch (kind) {
            case BAD_REQUEST, BAD_IMAGE -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case TOO_SLOW -> HttpStatus.REQUEST_TIMEOUT;
            case UNSUPPORTED_MEDIA -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
            case UNKNOWN_MODEL, UNKNOWN_VARIANT -> HttpStatus.NOT_FOUND;
            case OVERLOADED -> HttpStatus.TOO_MANY_REQUESTS;
            case DEADLINE_EXCEEDED -> HttpStatus.GATEWAY_TIMEOUT;
            case CANCELLED, NOT_READY -> HttpStatus.SERVICE_UNAVAILABLE;
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
