package io.reparam.cli;

import io.reparam.ort.OrtModel;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "reparam " + (version == null ? "from classes" : version),
            "ONNX Runtime " + OrtModel.version() + ", Java " + Runtime.version()
        };
    }
}
