package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DashboardTest {
    private final Dashboard dashboard = Dashboard.read();

    @Test
    void rows_areInOrder_andTheComparisonIsTheMiddle() {
        assertThat(dashboard.panels().stream()
                        .filter(panel -> panel.get("type").asString().equals("row"))
                        .map(panel -> panel.get("title").asString()))
                .containsExactly(
                        "Objectives",
                        "Requests",
                        "Attention against re-parameterized",
                        "Stages",
                        "Queue",
                        "Saturation",
                        "Life of models and replicas");
    }

    @Test
    void panels_haveOneIdEach_andOverlapNowhere() {
        List<JsonNode> panels = dashboard.panels();
        assertThat(panels.stream().map(panel -> panel.get("id").asInt())).doesNotHaveDuplicates();
        boolean[][] taken = new boolean[1000][24];
        for (JsonNode panel : panels) {
            JsonNode at = panel.get("gridPos");
            for (int y = at.get("y").asInt();
                    y < at.get("y").asInt() + at.get("h").asInt();
                    y++) {
                for (int x = at.get("x").asInt();
                        x < at.get("x").asInt() + at.get("w").asInt();
                        x++) {
                    assertThat(taken[y][x])
                            .as("%s at %s, %s", panel.get("title"), x, y)
                            .isFalse();
                    taken[y][x] = true;
                }
            }
        }
    }

    @Test
    void everyPanel_saysWhatItShows() {
        assertThat(dashboard.panels().stream()
                        .filter(panel -> !panel.get("type").asString().equals("row")))
                .allSatisfy(panel -> assertThat(panel.path("description").asString())
                        .as("description of panel %s", panel.get("title"))
                        .hasSizeGreaterThan(15));
    }

    @Test
    void everyTarget_asksTheChosenPrometheus() {
        for (JsonNode panel : dashboard.panels()) {
            for (JsonNode target : Dashboard.list(panel.path("targets"))) {
                assertThat(target.at("/datasource/uid").asString())
                        .as("%s", panel.get("title"))
                        .isEqualTo("${datasource}");
            }
        }
    }

    @Test
    void provisionedDatasource_isTheOneThatIsChosenFirst() throws IOException {
        String datasources = Files.readString(Command.MONITORING.resolve("grafana-datasources.yaml"));
        assertThat(datasources)
                .contains("uid: "
                        + dashboard.variables().get(0).at("/current/value").asString() + "\n");
    }
}
