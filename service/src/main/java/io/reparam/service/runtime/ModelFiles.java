package io.reparam.service.runtime;

import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.Sha256;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.io.Resource;

/**
 * A model as it lies in the repository.
 *
 * @param path of its directory, for messages
 * @param manifest what its {@code model.yaml} says
 * @param yaml that file
 */
record ModelFiles(String path, ModelManifest manifest, Resource yaml) {

    String path(ModelManifest.Variant variant) {
        return path + "/" + manifest.version() + "/" + variant.file();
    }

    /**
     * The bytes of a variant's ONNX file.
     *
     * @throws StartupException if it cannot be read or is not the file that the manifest speaks of
     */
    byte[] read(ModelManifest.Variant variant) {
        byte[] onnx;
        try (InputStream in =
                yaml.createRelative(manifest.version() + "/" + variant.file()).getInputStream()) {
            onnx = in.readAllBytes();
        } catch (IOException e) {
            throw new StartupException(
                    path(variant) + " cannot be read: " + e.getMessage(),
                    "Put the file there, or take the variant out of " + path + "/" + ModelManifest.FILE + ".",
                    e);
        }
        Sha256 found = Sha256.of(onnx);
        if (!found.equals(variant.sha256())) {
            throw new StartupException(
                    path(variant) + " (" + onnx.length + " bytes) has SHA-256 " + found + ", but " + ModelManifest.FILE
                            + " says " + variant.sha256() + ".",
                    "The file is damaged or was replaced: copy it again, or write the manifest anew.",
                    null);
        }
        return onnx;
    }
}
