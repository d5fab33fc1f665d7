package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.reparam.service.HttpCaller;
import io.reparam.service.StartedService;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Kubernetes, Prometheus and KServe will ask, asked of the running service. */
@Tag("kubectl")
class ProbesIT extends StartedService {
    private static final Manifests CPU = Manifests.of("overlays/cpu");

    @Test
    void probes_hitPathsThatTheServiceAnswers() {
        Container container = ManifestsTest.service(CPU);
        Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                .map(probe -> probe.getHttpGet())
                .forEach(this::assertAnswered);
    }

    @Test
    void serviceMonitor_hitsThePathOfTheMetrics() {
        assertThat(CPU.one(ServiceMonitor.class).getSpec().getEndpoints()).allSatisfy(endpoint -> {
            assertThat(endpoint.getPort()).isEqualTo("management");
            assertThat(management.get(endpoint.getPath()).body()).contains("reparam_model_info");
        });
    }

    @Test
    void servingRuntime_probesPathsThatTheServiceAnswers() {
        ClusterServingRuntime runtime = Manifests.of("kserve/stable").one(ClusterServingRuntime.class);
        assertThat(runtime.getSpec().containers()).singleElement().satisfies(container -> {
            assertAnswered(container.getReadinessProbe().getHttpGet());
            assertAnswered(container.getLivenessProbe().getHttpGet());
        });
    }

    private void assertAnswered(HTTPGetAction probe) {
        String port = probe.getPort().getStrVal() == null
                ? Integer.toString(probe.getPort().getIntVal())
                : probe.getPort().getStrVal();
        HttpCaller caller = switch (port) {
            case "http", "8080" -> rest;
            case "management", "8081" -> management;
            default -> throw new IllegalArgumentException("a probe of port " + port);
        };
        assertThat(caller.get(probe.getPath()).status()).as(probe.getPath()).isEqualTo(200);
    }
}
