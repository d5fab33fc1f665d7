package io.reparam.fold;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Attributes;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeWeightTest {
    private static final long WIDTH =
            24_000; // squared: 2.3 GB of float32, of which the tests' heap holds less than half in float64

    /** A file with a hole: to read it would need 4.6 GB. A rule that asks for numbers where it cannot fold ends in that. */
    @Test
    void weight_thatNoFoldTouches_isNotRead(@TempDir Path directory) throws IOException {
        GraphBuilder net = GraphBuilder.of("wide")
                .irVersion(10)
                .opset(17)
                .input("x", "N", WIDTH)
                .output("y", "N", WIDTH);
        String large = net.initializer("large", new long[] {1, 1}, new float[] {0});
        net.node("MatMul", "first", Attributes.none(), "x", large);
        net.node("Relu", "curve", Attributes.none(), "first");
        net.node("Gemm", "second", Attributes.none().withInt("transB", 1), "curve", large);
        net.node("Add", "sum", Attributes.none(), "second", "x");
        net.node("Transpose", "turned", Attributes.none(), large);
        net.node("MatMul", "y", Attributes.none(), "sum", "turned");
        Path file = directory.resolve("wide.onnx");
        Files.write(
                file,
                withHole(OnnxFile.bytes(net.build()), directory.resolve("wide.data"))
                        .toByteArray());
        FoldResult result = new FoldPipeline(FoldRules.standard()).run(OnnxFile.read(file));
        assertThat(result.report().folds()).isEmpty();
        assertThat(result.report().refusals())
                .anySatisfy(
                        refusal -> assertThat(refusal.reason()).contains("Transpose 'turned'", "576000000 numbers"));
    }

    private static ModelProto withHole(byte[] onnx, Path data) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(onnx).toBuilder();
        TensorProto.Builder tensor = model.getGraphBuilder().getInitializerBuilder(0);
        tensor.clearRawData().clearFloatData().clearDims().addDims(WIDTH).addDims(WIDTH);
        tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(StringStringEntryProto.newBuilder()
                        .setKey("location")
                        .setValue(data.getFileName().toString()));
        try (RandomAccessFile hole = new RandomAccessFile(data.toFile(), "rw")) {
            hole.setLength(WIDTH * WIDTH * Float.BYTES);
        }
        return model.build();
    }
}
