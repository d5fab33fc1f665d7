package io.reparam.service.deploy;

import io.reparam.service.HttpCaller;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Asks a Prometheus server on this machine. */
record PrometheusApi(HttpCaller http) {
    /** One series at the time of the question. */
    record Sample(Map<String, String> labels, double value) {}

    List<Sample> query(String expression) {
        JsonNode answer = get("/api/v1/query?query=" + encode(expression));
        return StreamSupport.stream(answer.at("/data/result").spliterator(), false)
                .map(PrometheusApi::sample)
                .toList();
    }

    /** The one value of an expression that has one; NaN before there is any. */
    double value(String expression) {
        List<Sample> samples = query(expression);
        if (samples.size() > 1) {
            throw new IllegalArgumentException(expression + " has " + samples.size() + " values, not one");
        }
        return samples.isEmpty() ? Double.NaN : samples.get(0).value();
    }

    List<String> labelValues(String label, String selector) {
        JsonNode answer = get("/api/v1/label/" + label + "/values?match[]=" + encode(selector));
        return StreamSupport.stream(answer.get("data").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    /** Alerts that fire now, by name. */
    List<String> firing() {
        return query("ALERTS{alertstate=\"firing\"}").stream()
                .map(sample -> sample.labels().getOrDefault("alertname", ""))
                .toList();
    }

    private JsonNode get(String path) {
        HttpCaller.Answer answer = http.get(path);
        if (answer.status() != 200) {
            throw new IllegalStateException("Prometheus refuses " + path + ": " + answer.body());
        }
        return answer.json();
    }

    private static Sample sample(JsonNode series) {
        Map<String, String> labels = new HashMap<>();
        series.get("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
        return new Sample(labels, Double.parseDouble(series.at("/value/1").asString()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
