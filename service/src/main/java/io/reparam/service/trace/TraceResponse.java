package io.reparam.service.trace;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the caller which trace its request is in.
 *
 * @see <a href="https://w3c.github.io/trace-context/#traceresponse-header">W3C Trace Context, traceresponse</a>
 */
final class TraceResponse extends OncePerRequestFilter implements ServerInterceptor {
    private static final String HEADER = "traceresponse";
    private static final Metadata.Key<String> KEY = ReplyingCall.key(HEADER);

    private final Tracer tracer;

    TraceResponse(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        current().ifPresent(trace -> response.setHeader(HEADER, trace));
        chain.doFilter(request, response);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<String> trace = current();
        return next.startCall(
                new ReplyingCall<>(call, reply -> trace.ifPresent(value -> reply.put(KEY, value))), headers);
    }

    /** Version, trace, span, and whether it is recorded. */
    private Optional<String> current() {
        return Optional.ofNullable(tracer.currentSpan()).map(Span::context).map(TraceResponse::text);
    }

    private static String text(TraceContext context) {
        return "00-" + context.traceId() + "-" + context.spanId()
                + (Boolean.TRUE.equals(context.sampled()) ? "-01" : "-00");
    }
}
