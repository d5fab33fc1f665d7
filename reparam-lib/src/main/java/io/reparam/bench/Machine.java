package io.reparam.bench;

import io.reparam.ort.OrtModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where something was measured; a time without it means nothing.
 *
 * @param cpu model name
 * @param cores that this JVM may use
 * @param os name, version and architecture
 * @param jvm name and version
 * @param onnxruntime version
 */
public record Machine(String cpu, int cores, String os, String jvm, String onnxruntime) {

    /** This one. */
    public static Machine current() {
        return new Machine(
                cpu(Path.of("/proc/cpuinfo")),
                Runtime.getRuntime().availableProcessors(),
                String.join(
                        " ",
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch")),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                OrtModel.version());
    }

    /** One line. */
    public String text() {
        return cpu + ", " + cores + " cores, " + os + ", " + jvm + ", ONNX Runtime " + onnxruntime;
    }

    static String cpu(Path cpuinfo) {
        try {
            List<String> lines = Files.readAllLines(cpuinfo);
            return lines.stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown CPU");
        } catch (IOException e) {
            return "unknown CPU"; // not Linux
        }
    }
}
