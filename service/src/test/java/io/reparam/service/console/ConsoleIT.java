package io.reparam.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import io.reparam.service.StartedService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ConsoleIT extends StartedService {
    @Test
    void root_isThePage_underAStrictPolicy() {
        HttpCaller.Answer page = rest.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.type()).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.body()).startsWith("<!doctype html>");
        assertThat(page.response()
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .doesNotContain("unsafe")
                .doesNotContain("http");
    }

    @ParameterizedTest
    @CsvSource({"console.js, text/javascript", "console.css, text/css", "icon.svg, image/svg+xml"})
    void asset_hasItsTypeAndATagOfItsContent(String file, String type) {
        HttpCaller.Answer asset = rest.get("/assets/" + file);
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.type()).startsWith(type);
        assertThat(asset.response().headers().firstValue("ETag").orElse("")).matches("\"[0-9a-f]{32}\"");
        assertThat(asset.response().headers().firstValue("Last-Modified")).isEmpty();
        assertThat(asset.body()).doesNotContain("https://");
    }

    @Test
    void latency_afterARequest_countsIt() {
        long before = count();
        rest.post("/v1/classify?variant=attention", SampleImages.first().png(), null);
        assertThat(count()).isEqualTo(before + 1);
    }

    private long count() {
        JsonNode json = rest.get("/v1/latency").json();
        assertThat(json.get("boundsSeconds")).hasSizeGreaterThan(18);
        for (JsonNode series : json.get("series")) {
            if (series.get("variant").asString().equals("attention")
                    && series.get("part").asString().equals("request")) {
                assertThat(series.get("counts")).hasSameSizeAs(json.get("boundsSeconds"));
                return series.get("count").asLong();
            }
        }
        throw new AssertionError("no series of whole requests to attention");
    }
}
