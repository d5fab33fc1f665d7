package io.reparam.service.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import io.reparam.service.StartedService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Traces as a collector receives them. */
@TestPropertySource(
        properties = {
            "management.opentelemetry.tracing.export.schedule-delay=50ms",
            "management.tracing.sampling.probability=1.0"
        })
@DirtiesContext
class TracingIT extends StartedService {
    private static final String PARENT = "00f067aa0ba902b7";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final TraceCollector COLLECTOR = collector();

    private final String trace =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())
                    + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    @DynamicPropertySource
    static void collector(DynamicPropertyRegistry properties) {
        properties.add(TracingOnDemand.ENDPOINT, COLLECTOR::endpoint);
    }

    @Test
    void rest_ofATracedCaller_isOneSpanOfItsTrace_withEachStageBelow() {
        HttpCaller.Answer answer = rest.postWith(
                Map.of("traceparent", parent("01")),
                "/v1/classify?variant=attention",
                SampleImages.first().png());
        assertThat(answer.header("traceresponse"))
                .startsWith("00-" + trace + "-")
                .endsWith("-01");
        List<Span> spans = await(6);
        Span request = request(spans);
        assertThat(request.getName()).isEqualTo("http post /v1/classify");
        assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(answer.header("traceresponse")).contains(TraceCollector.hex(request.getSpanId()));
        assertThat(attribute(request, "reparam.variant")).isEqualTo("attention");
        assertThat(attribute(request, "reparam.outcome")).isEqualTo("ok");
        assertStages(request, spans);
        assertThat(COLLECTOR.services()).contains("reparam");
    }

    @Test
    void grpc_ofATracedCaller_isOneSpanOfItsTrace_withEachStageBelow() {
        ClassifyCall call = new ClassifyCall(grpc, Map.of("traceparent", parent("01")));
        call.classify(SampleImages.first().png());
        assertThat(call.reply("traceresponse")).startsWith("00-" + trace + "-").endsWith("-01");
        List<Span> spans = await(6);
        Span request = request(spans);
        assertThat(request.getName()).isEqualTo("reparam.v1.ImageClassifier/Classify");
        assertThat(attribute(request, "reparam.variant")).isEqualTo("reparam");
        assertStages(request, spans);
    }

    @Test
    void refusal_isASpanThatSaysWhy() {
        rest.postWith(Map.of("traceparent", parent("01")), "/v1/classify", new byte[] {1, 2, 3});
        Span request = request(await(1));
        assertThat(attribute(request, "reparam.outcome")).isEqualTo("bad_image");
    }

    @Test
    void callerThatDoesNotRecord_isNotRecordedHereEither() {
        String unrecorded = trace;
        rest.postWith(
                Map.of("traceparent", parent("00")),
                "/v1/classify",
                SampleImages.first().png());
        HttpCaller.Answer next =
                rest.postWith(Map.of(), "/v1/classify", SampleImages.first().png());
        // once what came later is there, the former would be, too
        String later = next.header("traceresponse").split("-")[1];
        assertThat(await(later, 6)).hasSize(6);
        assertThat(COLLECTOR.trace(unrecorded)).isEmpty();
    }

    @Test
    void scrape_hasTraceIdsAtItsHistograms() {
        HttpCaller.Answer answer = rest.postWith(
                Map.of("traceparent", parent("01")),
                "/v1/classify?variant=reparam",
                SampleImages.first().png());
        assertThat(answer.status()).isEqualTo(200);
        HttpCaller.Answer scrape =
                management.get("/actuator/prometheus", Map.of("Accept", "application/openmetrics-text; version=1.0.0"));
        for (String histogram : List.of("reparam_request_duration_seconds", "reparam_stage_duration_seconds")) {
            assertThat(scrape.body().lines())
                    .as(histogram)
                    .anyMatch(line -> line.startsWith(histogram + "_bucket{")
                            && line.matches(".* # \\{span_id=\"[0-9a-f]{16}\",trace_id=\"[0-9a-f]{32}\"} .*"));
        }
    }

    private void assertStages(Span request, List<Span> spans) {
        List<Span> stages = spans.stream()
                .filter(span -> span.getParentSpanId().equals(request.getSpanId()))
                .sorted(Comparator.comparing(Span::getStartTimeUnixNano))
                .toList();
        assertThat(stages)
                .extracting(Span::getName)
                .containsExactlyInAnyOrder("decode", "preprocess", "queue", "infer", "postprocess")
                .startsWith("decode")
                .endsWith("infer", "postprocess");
        long millisecond = TimeUnit.MILLISECONDS.toNanos(1);
        long end = request.getStartTimeUnixNano() - millisecond;
        for (Span stage : stages) {
            assertThat(stage.getStartTimeUnixNano()).as(stage.getName()).isGreaterThanOrEqualTo(end);
            end = stage.getEndTimeUnixNano();
        }
        assertThat(end).isLessThanOrEqualTo(request.getEndTimeUnixNano() + millisecond);
    }

    private Span request(List<Span> spans) {
        return spans.stream()
                .filter(span -> TraceCollector.hex(span.getParentSpanId()).equals(PARENT))
                .findFirst()
                .orElseThrow();
    }

    private static String attribute(Span span, String key) {
        return span.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .map(KeyValue::getValue)
                .map(value -> value.getStringValue())
                .findFirst()
                .orElse("");
    }

    private String parent(String flags) {
        return "00-" + trace + "-" + PARENT + "-" + flags;
    }

    private List<Span> await(int count) {
        return await(trace, count);
    }

    private static List<Span> await(String id, int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (COLLECTOR.trace(id).size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(COLLECTOR.trace(id).size() + " spans came, not " + count);
            }
            Thread.onSpinWait();
        }
        return COLLECTOR.trace(id);
    }

    private static TraceCollector collector() {
        try {
            return new TraceCollector();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
