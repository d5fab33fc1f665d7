package io.reparam.service.trace;

import io.reparam.service.error.CallerText;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Names each HTTP request, before anything else sees it. At DEBUG, its end is a line in the log. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestIdFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestIdFilter.class);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestId id = RequestId.of(request.getHeader(RequestId.HEADER));
        response.setHeader(RequestId.HEADER, id.text());
        MDC.put(RequestId.LOG_KEY, id.text());
        long start = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            if (LOG.isDebugEnabled()) {
                LOG.debug(
                        "{} {}: {} after {} us",
                        CallerText.quote(request.getMethod()),
                        CallerText.quote(request.getRequestURI()),
                        response.getStatus(),
                        (System.nanoTime() - start) / 1000);
            }
            MDC.remove(RequestId.LOG_KEY);
        }
    }
}
