package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.data.CifarSample;
import io.reparam.data.ImageSet;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The net with SE that the service ships, and what ASR(SE) made of the same architecture. */
class TrainedNetTest {
    private static final Path SHIPPED = Path.of("../service/src/main/resources/models/cifar10/1");

    @Test
    void trainedSqueezeExcitation_becomesTheGraphThatAsrTrainsFor() throws IOException {
        Graph net = OnnxFile.read(SHIPPED.resolve("attention.onnx"));
        ImageSet sample = CifarSample.read();
        ImageLoader.Loaded images = new ImageLoader(new ImageTensorizer(PreprocessSpec.CIFAR), 16, false)
                .load(sample.pool(), null, 48, 100, 1, batch -> new int[0]);
        FoldPipeline pipeline = new FoldPipeline(FoldRules.standard());
        Calibrated calibrated = new Calibration(new CalibrationPlan(new Budget(null, null, true), 1, 0), pipeline)
                .run(
                        net,
                        GateFinder.find(net, 2, 3, 32, 32),
                        new PreparedImages(images.calibration(), done -> {}),
                        new PreparedImages(images.heldOut(), done -> {}),
                        Sample.unknown(0));
        List<CurvePoint> curve = calibrated.report().curve();
        assertThat(curve).hasSize(9);
        // the stripes: four of the eight gates hardly depend on the image
        assertThat(curve.get(4).heldOut().outputs().get(0).changed()).isLessThanOrEqualTo(1 - 0.99);
        assertThat(curve.get(8).heldOut().outputs().get(0).changed()).isLessThanOrEqualTo(1 - 0.9);
        assertThat(curve.get(8).heldOut().kl()).isLessThan(0.1);

        Graph reference = OnnxFile.read(SHIPPED.resolve("reparam.onnx"));
        assertThat(pipeline.run(calibrated.graph()).graph().nodes())
                .extracting(Node::opType)
                .as("node by node the net that ASR(SE) trained, which is exact")
                .containsExactlyElementsOf(
                        reference.nodes().stream().map(Node::opType).toList());
    }
}
