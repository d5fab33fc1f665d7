package io.reparam.service.inference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** What the service says about itself in the protocol. */
public final class ServerFacts {
    public static final String NAME = "reparam";
    public static final String PLATFORM = "onnxruntime_onnx";
    public static final String BACKEND = "onnxruntime";
    /** Only what exists. */
    public static final List<String> EXTENSIONS = List.of(
            "binary_tensor_data",
            "classification",
            "model_configuration",
            "model_repository",
            "parameters",
            "schedule_policy",
            "statistics");

    /** What Maven's build leaves; an IDE's build leaves nothing. */
    private static final String BUILD = "/META-INF/build-info.properties";

    /** The version in pom.xml, or {@code from classes} if Maven did not build this. */
    public static final String VERSION = version();

    private ServerFacts() {}

    private static String version() {
        Properties build = new Properties();
        try (InputStream in = ServerFacts.class.getResourceAsStream(BUILD)) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + BUILD, e);
        }
        return build.getProperty("build.version", "from classes");
    }
}
