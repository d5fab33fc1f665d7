package io.reparam.service.rest.connection;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells the clients whose requests were under way when the drain began that their connections end; Tomcat tells the others. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class LastAnswers extends OncePerRequestFilter {
    private final Drain drain;

    LastAnswers(Drain drain) {
        this.drain = drain;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, new Answer(response));
    }

    private final class Answer extends HttpServletResponseWrapper {
        Answer(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            sayIfLast();
            return super.getOutputStream();
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            sayIfLast();
            return super.getWriter();
        }

        @Override
        public void flushBuffer() throws IOException {
            sayIfLast();
            super.flushBuffer();
        }

        private void sayIfLast() {
            if (drain.begun()) {
                setHeader("Connection", "close");
            }
        }
    }
}
