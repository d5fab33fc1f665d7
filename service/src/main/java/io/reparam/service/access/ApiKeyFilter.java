package io.reparam.service.access;

import io.reparam.service.error.ServiceException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Asks for a key before a body is read, and keeps web pages of others away from what changes models. What probes ask stays open; the
 * management port is another server, without this filter.
 */
@Component
@Order(ApiKeyFilter.INSIDE_THE_TRACE)
final class ApiKeyFilter extends OncePerRequestFilter {
    /** A refusal has its request id, its trace and its place in Spring's metrics. */
    static final int INSIDE_THE_TRACE = Ordered.HIGHEST_PRECEDENCE + 10;

    /** Asked with the path as it came: one with an escape or a parameter in it is not open, whatever it would be mapped to. */
    private static final Pattern OPEN =
            Pattern.compile("/v2/health/(live|ready)|/v2/models/[^/;%]+(/versions/[0-9]+)?/ready");

    /** Asked with the path as it is mapped: decoded, and without parameters. */
    private static final String CONTROL = "/v2/repository/models/";

    private final ApiKeys keys;
    private final HandlerExceptionResolver failures;

    ApiKeyFilter(ApiKeys keys, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver failures) {
        this.keys = keys;
        this.failures = failures;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            ApiKeys.Purpose purpose = purpose(request);
            keys.require(purpose, request.getHeader(ApiKeys.AUTHORIZATION), request.getHeader(ApiKeys.HEADER));
            if (purpose == ApiKeys.Purpose.CONTROL && !keys.required(purpose)) {
                BrowserOrigin.requireOwn(request);
            }
        } catch (ServiceException e) {
            failures.resolveException(request, response, null, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private static ApiKeys.Purpose purpose(HttpServletRequest request) {
        if (request.getServletPath().startsWith(CONTROL)) {
            return ApiKeys.Purpose.CONTROL;
        }
        return request.getMethod().equals("GET")
                        && OPEN.matcher(request.getRequestURI()).matches()
                ? ApiKeys.Purpose.PROBE
                : ApiKeys.Purpose.USE;
    }
}
