package io.reparam.service.deploy;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;

/**
 * KServe's served model, with those of its fields that are used here; any other is an error.
 *
 * @see <a href="https://kserve.github.io/website/docs/reference/crd-api">KServe's API</a>
 */
@Group("serving.kserve.io")
@Version("v1beta1")
final class InferenceService extends CustomResource<InferenceService.Spec, Void> {
    private static final long serialVersionUID = 1;

    /** The spec. */
    record Spec(Predictor predictor) {}

    /** How many there are, and how much of the traffic the newest revision gets. */
    record Predictor(
            int minReplicas,
            int maxReplicas,
            String scaleMetric,
            int scaleTarget,
            int containerConcurrency,
            Integer canaryTrafficPercent,
            Model model) {}

    /** What is served, and how. */
    record Model(
            ModelFormat modelFormat,
            String protocolVersion,
            String runtime,
            String storageUri,
            ResourceRequirements resources,
            List<EnvVar> env) {}

    /** Chooses the runtime. */
    record ModelFormat(String name, String version) {}
}
