package io.reparam.service.console;

import io.reparam.service.metrics.LatencyTotals;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page itself, and the histograms that its chart is drawn from. */
@Tag(
        name = "latency",
        description = "What the web page draws; monitoring takes /actuator/prometheus on the management port")
@RestController
@ConditionalOnBooleanProperty(name = "reparam.console.enabled", matchIfMissing = true)
final class ConsoleController {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    /** Only what this service sends is run, shown or asked; {@code blob:} is the image that was dropped. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final LatencyTotals latency;

    ConsoleController(LatencyTotals latency) {
        this.latency = latency;
    }

    @Hidden
    @GetMapping("/")
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noCache())
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .body(new ClassPathResource("console/index.html"));
    }

    @Operation(summary = "Latency histograms of each variant since the start, both transports added up")
    @GetMapping("/v1/latency")
    ResponseEntity<LatencyTotals.Totals> latency() {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store").body(latency.now());
    }
}
