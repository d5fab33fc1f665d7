package io.reparam.cli;

import io.reparam.ort.OrtModel;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {tool(), "ONNX Runtime " + runtime() + ", Java " + Runtime.version()};
    }

    private static String runtime() {
        try {
            return OrtModel.version();
        } catch (LinkageError e) {
            return "does not load (" + (e.getCause() == null ? e : e.getCause()) + ")";
        }
    }

    /** Name and version of this program. */
    static String tool() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "reparam " + (version == null ? "from classes" : version);
    }
}
