package io.reparam.service.rest;

import io.reparam.service.memory.RequestMemory;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets each request have a share of the memory for bodies, and gives it back when the request is answered. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class BodyRoom extends OncePerRequestFilter {
    private static final String SHARE = BodyRoom.class.getName();

    private final RequestMemory memory;

    BodyRoom(RequestMemory memory) {
        this.memory = memory;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (RequestMemory.Share share = memory.open()) {
            request.setAttribute(SHARE, share);
            chain.doFilter(request, response);
        }
    }

    static RequestMemory.Share of(HttpServletRequest request) {
        if (request.getAttribute(SHARE) instanceof RequestMemory.Share share) {
            return share;
        }
        throw new IllegalStateException("the request has no share; every request passes the filter");
    }
}
