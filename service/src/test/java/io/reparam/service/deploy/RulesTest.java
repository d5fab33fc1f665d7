package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own tool reads, checks and tests the rules. */
@Tag("prometheus")
class RulesTest {
    private static final String TESTS = "rules-test.yaml";

    @Test
    void rules_passTheirTests() {
        assertThat(promtool("test", "rules", TESTS)).contains("SUCCESS");
    }

    @Test
    void wrongRule_failsTheTests(@TempDir Path copy) throws IOException {
        Files.copy(Command.MONITORING.resolve(TESTS), copy.resolve(TESTS));
        String rules = Files.readString(Command.MONITORING.resolve("rules.yaml"));
        Files.writeString(copy.resolve("rules.yaml"), rules.replace("> 0.0144", "> 0.144"));
        assertThat(Command.run(List.of(
                                "promtool", "test", "rules", copy.resolve(TESTS).toString()))
                        .output())
                .contains("FAILED")
                .contains("ReparamUnavailableFast");
    }

    @Test
    void configuration_isRead() {
        assertThat(promtool("check", "config", "prometheus.yaml")).contains("SUCCESS: 1 rule files found");
    }

    @Test
    void everyAlert_isTestedToFire() throws IOException {
        String tests = Files.readString(Command.MONITORING.resolve(TESTS));
        Set<String> untested = new TreeSet<>();
        Matcher alert =
                Pattern.compile("alert: (\\w+)").matcher(Files.readString(Command.MONITORING.resolve("rules.yaml")));
        while (alert.find()) {
            if (!tests.contains("ALERTS{alertname=\"" + alert.group(1) + "\", alertstate=\"firing\"")) {
                untested.add(alert.group(1));
            }
        }
        assertThat(untested).isEmpty();
    }

    private static String promtool(String verb, String what, String file) {
        return Command.output(
                "promtool", verb, what, Command.MONITORING.resolve(file).toString());
    }
}
