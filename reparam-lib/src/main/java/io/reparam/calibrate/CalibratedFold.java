package io.reparam.calibrate;

import io.reparam.artifact.Sha256;
import io.reparam.fold.FoldListener;
import io.reparam.fold.FoldPipeline;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.proof.Certificate;
import io.reparam.proof.FileFacts;
import io.reparam.proof.Proven;
import io.reparam.proof.ProvenFold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Folds a calibrated net into a file, which appears only if folding itself changed nothing. */
public final class CalibratedFold {
    /** The {@code metadata_props} entry with the SHA-256 of the model before calibration. */
    public static final String SOURCE = "reparam.calibrated.source";

    private static final String LOSSY = "CALIBRATED, LOSSY";

    private final ProvenFold fold;

    public CalibratedFold(ProvenFold fold) {
        this.fold = fold;
    }

    /**
     * What became of a model, in two parts that must not be taken for one: what was lost and measured, and what was folded and
     * proved.
     *
     * @param verdict {@code CALIBRATED, LOSSY}: the candidate does not compute what the original computes
     * @param original the model before
     * @param statement what was lost
     * @param report how that was measured
     * @param fold proof that folding the net with its constants changed nothing more
     */
    public record CalibrationCertificate(
            String verdict, FileFacts original, String statement, CalibrationReport report, Certificate fold) {}

    /** What happens with a certificate before the model gets its name. */
    @FunctionalInterface
    public interface Witness {
        void see(CalibrationCertificate certificate) throws IOException;
    }

    /** Writes a calibrated net as it was measured, with constants in the place of gates, and nothing folded. */
    public static void writeUnfolded(Calibrated calibrated, Path input, Path output) throws IOException {
        Graph lossy = calibrated.graph();
        lossy.metadata().put(SOURCE, Sha256.of(List.of(input)).hex());
        OnnxFile.write(new FoldPipeline(List.of()).run(lossy).graph(), output);
    }

    /** What cannot be written is the output, whatever stands in its place until then. */
    private static void writeBeside(Graph graph, Path unfolded, Path output) throws IOException {
        try {
            OnnxFile.write(graph, unfolded);
        } catch (IOException e) {
            throw new IOException(String.valueOf(e.getMessage()).replace(unfolded.toString(), output.toString()), e);
        }
    }

    /**
     * Folds, compares, and writes.
     *
     * @param input the file that was calibrated
     * @param origin who proves it, and when
     * @throws io.reparam.proof.UnprovenException if folding changed the numbers; there is no output then
     * @throws IOException if the output cannot be written
     */
    public Proven write(Calibrated calibrated, Path input, Path output, Certificate.Origin origin, Witness witness)
            throws IOException {
        FileFacts original = FileFacts.of(input, input);
        Graph lossy = calibrated.graph();
        lossy.metadata().put(SOURCE, Sha256.of(List.of(input)).hex());
        // beside the output: weights may be too many for a small temporary directory
        Path unfolded = Files.createTempFile(output.toAbsolutePath().getParent(), ".calibrated", ".onnx");
        try {
            writeBeside(lossy, unfolded, output);
            return fold.run(lossy, unfolded, output, null, FoldListener.NONE, (result, from, to, proof) -> {
                Certificate exact = Certificate.of(origin, from, to, result.foldsByRule(), proof);
                CalibrationReport report = calibrated.report();
                witness.see(new CalibrationCertificate(LOSSY, original, report.statementWithWarnings(), report, exact));
            });
        } finally {
            Files.deleteIfExists(unfolded);
            Files.deleteIfExists(unfolded.resolveSibling(unfolded.getFileName() + ".data"));
        }
    }
}
