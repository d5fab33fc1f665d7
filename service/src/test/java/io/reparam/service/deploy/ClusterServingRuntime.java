package io.reparam.service.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;

/**
 * KServe's runtime, with those of its fields that are used here; any other is an error.
 *
 * @see <a href="https://kserve.github.io/website/docs/reference/crd-api">KServe's API</a>
 */
@Group("serving.kserve.io")
@Version("v1alpha1")
final class ClusterServingRuntime extends CustomResource<ClusterServingRuntime.Spec, Void> {
    private static final long serialVersionUID = 1;

    /** The spec. */
    record Spec(
            Map<String, String> annotations,
            List<Format> supportedModelFormats,
            List<String> protocolVersions,
            List<Container> containers,
            List<Volume> volumes) {}

    /** What it can serve. */
    record Format(String name, String version, boolean autoSelect, int priority) {}
}
