package io.reparam.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BadInputTest {
    private static final int FLIPPED = 20_000;

    private static ModelProto.Builder sample() {
        GraphBuilder builder = GraphBuilder.of("net").input("x", "N", 3, 4, 4);
        builder.initializer("w", new long[] {2, 3, 1, 1}, new float[6]);
        builder.initializer(Tensor.rounded("half", ElementType.FLOAT16, new long[] {1, 2, 1, 1}, new double[2]));
        builder.node("Conv", "h", Attributes.none().withInts("kernel_shape", 1, 1), "x", "w");
        builder.node("Relu", "y", Attributes.none().withText("a", "b").withFloats("c", 1, 2), "h");
        return GraphWriter.write(builder.output("y", "N", 2, 4, 4).build(), TensorData::write).toBuilder();
    }

    private static void assertRefused(ModelProto.Builder model, String... parts) {
        assertThatThrownBy(() -> OnnxFile.parse(model.build().toByteArray(), "bad"))
                .isInstanceOf(InvalidOnnxException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).doesNotContain("\n"));
    }

    @Test
    void parse_flippedBytes() {
        byte[] whole = sample().build().toByteArray();
        int read = 0;
        int refused = 0;
        for (int seed = 0; seed < FLIPPED; seed++) {
            Random random = new Random(seed);
            byte[] changed = whole.clone();
            for (int flips = random.nextInt(1, 5); flips > 0; flips--) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                OnnxFile.size(OnnxFile.parse(changed, "seed " + seed));
                read++;
            } catch (InvalidOnnxException e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void parse_absurdDimensions() {
        ModelProto.Builder model = sample();
        model.getGraphBuilder().getInitializerBuilder(0).setDims(0, 1L << 62).setDims(1, 1L << 62);
        assertRefused(model, "overflow");
        model.getGraphBuilder().getInitializerBuilder(0).setDims(0, 1L << 40).setDims(1, 1);
        assertRefused(model, "'w' of shape [1099511627776, 1, 1, 1]", "24 bytes");
        model.getGraphBuilder().getInitializerBuilder(0).setDims(0, -2).setDims(1, -3);
        assertRefused(model, "'w'", "dimension below 0");
    }

    @Test
    void parse_cycle() {
        ModelProto.Builder model = sample();
        model.getGraphBuilder().getNodeBuilder(0).setInput(0, "y");
        assertRefused(model, "Conv 'h' reads 'y', which is computed only after it");
    }

    @Test
    void parse_nameThatIsNoText() {
        ModelProto.Builder model = sample();
        model.getGraphBuilder().getNodeBuilder(0).clearOutput().addOutputBytes(ByteString.copyFrom(new byte[] {
            (byte) 0xff
        }));
        assertRefused(model, "is not UTF-8");
    }

    @Test
    void parse_deepNesting() {
        GraphProto graph = GraphProto.newBuilder().setName("inner").build();
        for (int depth = 0; depth < 500; depth++) {
            graph = GraphProto.newBuilder()
                    .addNode(NodeProto.newBuilder()
                            .setOpType("If")
                            .addAttribute(AttributeProto.newBuilder()
                                    .setName("then_branch")
                                    .setType(AttributeProto.AttributeType.GRAPH)
                                    .setG(graph)))
                    .build();
        }
        assertRefused(sample().setGraph(graph), "is not an ONNX model, or it is cut off");
    }
}
