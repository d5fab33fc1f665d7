package io.reparam.service.repository;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.Sha256;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a model, read and checked against its manifest.
 *
 * @param files where it came from
 * @param manifest empty for a plain ONNX file
 * @param config Triton's, if there is one
 * @param onnx each variant's net with all its weights inside, in the manifest's order
 * @param stripes the picture of each variant that has one
 * @param labels of a plain file, if there is a {@code labels.txt}
 * @param fingerprint of manifest, files and labels: equal if and only if nothing changed
 */
public record VersionContent(
        VersionFiles files,
        Optional<ModelManifest> manifest,
        Optional<TritonConfig> config,
        Map<String, byte[]> onnx,
        Map<String, byte[]> stripes,
        Optional<LabelSet> labels,
        Sha256 fingerprint) {

    /** The file of a variant, for messages. */
    public String path(String variant) {
        return files.path(manifest.map(ModelManifest::variants)
                .map(variants -> variants.get(variant))
                .map(ModelManifest.Variant::file)
                .orElse(config.map(TritonConfig::modelFile).orElse(ModelListing.PLAIN_FILE)));
    }
}
