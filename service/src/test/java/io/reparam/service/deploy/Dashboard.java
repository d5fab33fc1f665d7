package io.reparam.service.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard's file. */
record Dashboard(JsonNode root) {
    static Dashboard read() {
        return new Dashboard(JsonMapper.shared().readTree(Command.MONITORING.resolve("dashboard.json")));
    }

    List<JsonNode> panels() {
        return list(root.get("panels"));
    }

    List<JsonNode> variables() {
        return list(root.at("/templating/list"));
    }

    /** Every expression, of panels and annotations, as Grafana sends it when all of each variable is chosen. */
    List<String> expressions() {
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : panels()) {
            list(panel.path("targets")).forEach(target -> expressions.add(filled(target.get("expr"))));
        }
        list(root.at("/annotations/list")).forEach(annotation -> expressions.add(filled(annotation.get("expr"))));
        return expressions;
    }

    private static String filled(JsonNode expression) {
        return Stream.of("job", "model", "variant", "protocol")
                .reduce(expression.asString(), (text, variable) -> text.replace("$" + variable, ".*"))
                .replace("$__rate_interval", "1m")
                .replace("$__range", "30m");
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
