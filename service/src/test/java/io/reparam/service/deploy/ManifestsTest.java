package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kubectl")
class ManifestsTest {
    private static final Manifests CPU = Manifests.of("overlays/cpu");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overlays/cpu",
                "overlays/plain",
                "overlays/gpu",
                "overlays/dev",
                "models-copy",
                "kserve/stable",
                "kserve/canary",
                "training"
            })
    void directory_isBuiltAndParsedStrictly_andItsPodsAreRestricted(String directory) {
        Manifests manifests = Manifests.of(directory);
        assertThat(manifests.objects()).isNotEmpty();
        manifests.pods().forEach(pod -> assertRestricted(pod.getSpec()));
    }

    @Test
    void unknownField_isRefused() {
        String wrong = Manifests.build("overlays/dev").replace("  replicas: 1", "  replica: 1");
        assertThatThrownBy(() -> Manifests.parse(wrong)).hasStackTraceContaining("\"replica\"");
    }

    @Test
    void ports_areNamedTheSameEverywhere() {
        Set<String> ports =
                service(CPU).getPorts().stream().map(port -> port.getName()).collect(Collectors.toSet());
        assertThat(CPU.one(Service.class).getSpec().getPorts())
                .allSatisfy(
                        port -> assertThat(ports).contains(port.getTargetPort().getStrVal()));
        assertThat(CPU.one(NetworkPolicy.class).getSpec().getIngress().stream()
                        .flatMap(rule -> rule.getPorts().stream())
                        .map(port -> port.getPort().getStrVal()))
                .containsExactlyInAnyOrderElementsOf(ports);
        assertThat(CPU.one(ServiceMonitor.class).getSpec().getEndpoints())
                .allSatisfy(endpoint -> assertThat(ports).contains(endpoint.getPort()));
    }

    @Test
    void everySelector_findsThePods() {
        Map<String, String> labels = CPU.pods().get(0).getMetadata().getLabels();
        PodSpec pod = CPU.pods().get(0).getSpec();
        Stream<Map<String, String>> selectors = Stream.concat(
                Stream.of(
                        CPU.one(Deployment.class).getSpec().getSelector().getMatchLabels(),
                        CPU.one(Service.class).getSpec().getSelector(),
                        CPU.one(PodDisruptionBudget.class)
                                .getSpec()
                                .getSelector()
                                .getMatchLabels(),
                        CPU.one(NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels()),
                pod.getTopologySpreadConstraints().stream()
                        .map(spread -> spread.getLabelSelector().getMatchLabels()));
        assertThat(selectors)
                .hasSize(6)
                .allSatisfy(selector -> assertThat(labels).isNotEmpty().containsAllEntriesOf(selector));
        assertThat(CPU.one(Service.class).getMetadata().getLabels())
                .containsAllEntriesOf(
                        CPU.one(ServiceMonitor.class).getSpec().getSelector().getMatchLabels());
    }

    @Test
    void gracePeriod_coversEveryStepOfTheShutdown() throws IOException {
        JsonNode settings = yaml("service/src/main/resources/application.yaml");
        String drain = service(CPU).getEnv().stream()
                .filter(variable -> variable.getName().equals("REPARAM_SHUTDOWN_DRAIN"))
                .map(EnvVar::getValue)
                .collect(Collectors.joining());
        long steps = Duration.parse("PT" + drain).toSeconds()
                + 2 // to close the port: Drain
                + seconds(settings.at("/spring/lifecycle/timeout-per-shutdown-phase"))
                + seconds(settings.at("/spring/grpc/server/shutdown/grace-period"));
        assertThat(CPU.pods().get(0).getSpec().getTerminationGracePeriodSeconds())
                .isGreaterThan(steps);
    }

    @Test
    void containerPorts_areTheServicesDefaults() throws IOException {
        JsonNode settings = yaml("service/src/main/resources/application.yaml");
        Map<String, Integer> ports = service(CPU).getPorts().stream()
                .collect(Collectors.toMap(port -> port.getName(), port -> port.getContainerPort()));
        assertThat(ports)
                .containsOnly(
                        Map.entry("http", settings.at("/server/port").asInt()),
                        Map.entry(
                                "grpc", settings.at("/spring/grpc/server/port").asInt()),
                        Map.entry(
                                "management",
                                settings.at("/management/server/port").asInt()));
    }

    @Test
    void generatedConfigMaps_areTheOneCopy() throws IOException {
        for (Map.Entry<String, String> entry : Map.of(
                        "reparam-dashboard", "dashboard.json", "reparam-rules", "rules.yaml")
                .entrySet()) {
            assertThat(CPU.configMap(entry.getKey()).getData().get(entry.getValue()))
                    .isEqualTo(Files.readString(Command.MONITORING.resolve(entry.getValue())));
        }
    }

    @Test
    void rulesOfTheOperator_areTheRules() throws IOException {
        JsonNode ours = yaml("k8s/monitoring/rules.yaml");
        JsonNode operators = yaml("k8s/monitoring/prometheusrule.yaml").get("spec");
        assertThat(operators.equals(ours))
                .as(
                        "k8s/monitoring/prometheusrule.yaml has the groups of rules.yaml; its first lines say how to make it again")
                .isTrue();
        assertThat(CPU.one(PrometheusRule.class).getSpec().getGroups())
                .hasSize(ours.get("groups").size());
    }

    @Test
    void autoscaler_asksForAMetricThatTheAdapterMakesOfARule() throws IOException {
        String metric = CPU.one(HorizontalPodAutoscaler.class).getSpec().getMetrics().stream()
                .filter(asked -> asked.getType().equals("Pods"))
                .map(asked -> asked.getPods().getMetric().getName())
                .findFirst()
                .orElseThrow();
        JsonNode rule = yaml("k8s/monitoring/prometheus-adapter.yaml").at("/rules/custom/0");
        assertThat(rule.at("/name/as").asText()).isEqualTo(metric);
        String series = rule.get("seriesQuery").asText();
        assertThat(Files.readString(Command.MONITORING.resolve("rules.yaml")))
                .contains("record: " + series.substring(0, series.indexOf('{')) + "\n");
    }

    @Test
    void canary_changesTheVersionAndTheShare_andNothingElse() {
        InferenceService.Predictor stable = Manifests.of("kserve/stable")
                .one(InferenceService.class)
                .getSpec()
                .predictor();
        InferenceService.Predictor canary = Manifests.of("kserve/canary")
                .one(InferenceService.class)
                .getSpec()
                .predictor();
        assertThat(stable.minReplicas()).as("scales to zero").isZero();
        assertThat(stable.canaryTrafficPercent()).isNull();
        assertThat(canary.canaryTrafficPercent()).isEqualTo(10);
        assertThat(stable.model().env().get(0).getValue()).isEqualTo("1");
        assertThat(canary.model().env().get(0).getValue()).isEqualTo("2");
        assertThat(canary.model().storageUri()).isEqualTo(stable.model().storageUri());
    }

    @Test
    void dev_needsNoOperator() {
        assertThat(Manifests.of("overlays/dev").objects().stream().map(HasMetadata::getKind))
                .containsExactlyInAnyOrder("Namespace", "ServiceAccount", "Service", "Deployment", "NetworkPolicy");
    }

    @Test
    void plain_needsNoOperator_andIsFoundByAnnotations() {
        Manifests plain = Manifests.of("overlays/plain");
        assertThat(plain.objects()).noneMatch(object -> object.getApiVersion().startsWith("monitoring.coreos.com"));
        assertThat(plain.configMap("reparam-rules").getData()).containsKey("rules.yaml");
        assertThat(plain.pods().get(0).getMetadata().getAnnotations())
                .containsEntry("prometheus.io/port", "8081")
                .containsEntry("prometheus.io/path", "/actuator/prometheus");
    }

    @Test
    void volumeOfModels_mayBeEmpty() {
        assertThat(service(CPU).getEnv()).anySatisfy(variable -> {
            assertThat(variable.getName()).isEqualTo("REPARAM_MODELS_FAIL_FAST");
            assertThat(variable.getValue()).isEqualTo("false");
        });
    }

    /** What the Pod Security Standard "restricted" asks for, and a root that cannot be written, and resources. */
    private static void assertRestricted(PodSpec pod) {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream()))
                .isNotEmpty()
                .allSatisfy(container -> {
                    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                            .isFalse();
                    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                            .isTrue();
                    assertThat(container.getSecurityContext().getCapabilities().getDrop())
                            .containsExactly("ALL");
                    assertThat(container.getResources().getRequests())
                            .containsKeys("cpu", "memory", "ephemeral-storage");
                    assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory", "ephemeral-storage");
                    assertThat(container.getResources().getLimits().get("memory"))
                            .isEqualTo(container.getResources().getRequests().get("memory"));
                    assertThat(container.getImage()).matches(".+:[^:]+").doesNotEndWith(":latest");
                });
        Set<String> volumes = new HashSet<>();
        pod.getVolumes().forEach(volume -> {
            assertThat(volume.getHostPath()).isNull();
            volumes.add(volume.getName());
        });
        assertThat(pod.getContainers().get(0).getVolumeMounts())
                .allSatisfy(mount -> assertThat(volumes).contains(mount.getName()));
    }

    static Container service(Manifests manifests) {
        List<Container> containers = manifests
                .one(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers();
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }

    private static JsonNode yaml(String file) {
        ObjectMapper mapper = new YAMLMapper();
        try {
            return mapper.readTree(Command.ROOT.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long seconds(JsonNode duration) {
        return Long.parseLong(duration.asText().replace("s", ""));
    }
}
