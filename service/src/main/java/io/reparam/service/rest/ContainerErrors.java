package io.reparam.service.rest;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/**
 * Failures that Tomcat finds before it knows whose request it is, such as headers that are too large or a path that cannot be decoded,
 * in the form of all others. Public because Tomcat makes it by its name.
 */
public final class ContainerErrors extends ErrorReportValve {
    /** As Spring writes them: without what is not there. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build();

    private static final String LARGE_HEADERS =
            StringManager.getManager(Http11Processor.class).getString("iib.requestheadertoolarge.error");

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatus shown = HttpStatus.resolve(status) == null ? HttpStatus.BAD_REQUEST : HttpStatus.valueOf(status);
        String detail;
        if (failure != null && LARGE_HEADERS.equals(failure.getMessage())) {
            shown = HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            detail = "the request line and headers are larger than "
                    + http(request).getMaxHttpRequestHeaderSize() + " bytes; send less of them";
        } else if (failure != null && tooManyHeaders(request).equals(failure.getMessage())) {
            shown = HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            detail = "there are more than " + http(request).getMaxHeaderCount() + " headers; send fewer";
        } else {
            detail = FailureForm.reason(shown);
        }
        write(request, response, ProblemDetail.forStatusAndDetail(shown, detail));
    }

    private static String tooManyHeaders(Request request) {
        return StringManager.getManager(MimeHeaders.class)
                .getString("headers.maxCountFail", http(request).getMaxHeaderCount());
    }

    private static AbstractHttp11Protocol<?> http(Request request) {
        return (AbstractHttp11Protocol<?>) request.getConnector().getProtocolHandler();
    }

    private static void write(Request request, Response response, ProblemDetail problem) {
        String path = request.getRequestURI() == null ? "" : request.getRequestURI();
        Object form = FailureForm.of(problem, path);
        byte[] body = JSON.writeValueAsBytes(form);
        response.setStatus(problem.getStatus());
        response.setContentType(
                form == problem ? MediaType.APPLICATION_PROBLEM_JSON_VALUE : MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException e) {
            // the caller is gone
        }
    }
}
