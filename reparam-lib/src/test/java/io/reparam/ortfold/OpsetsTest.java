package io.reparam.ortfold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.SmallNet;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One net in the form that each opset asks for: what was an attribute becomes an input. */
class OpsetsTest {
    /** An attention branch on a learnt constant after a convolution and its norm. */
    private static Graph net(int opset) {
        SmallNet net = SmallNet.image(4, 3);
        net.builder().opset(opset);
        String norm = net.norm("n", net.conv("c", "x", 4, 4, 1, false), 4, 1e-5f);
        net.positive("psi", 1, 4, 5, 5);
        String mean = axes(net, opset, 18, "ReduceMean", "mean", "psi", 2, 3);
        String flat = axes(net, opset, 13, "Squeeze", "flat", mean, 2, 3);
        String wide = axes(net, opset, 13, "Unsqueeze", "wide", flat, 2, 3);
        String hidden = net.node("Conv", "e", wide, net.normal("w", 4, 4, 1, 1), net.normal("wb", 4));
        String gate = net.node("Sigmoid", "v", clip(net, opset, net.node("Dropout", "d", hidden)));
        net.node("Mul", "y", gate, norm);
        return net.build();
    }

    private static String axes(
            SmallNet net, int opset, int since, String opType, String name, String input, long... axes) {
        if (opset < since) {
            return net.builder().node(opType, name, Attributes.none().withInts("axes", axes), input);
        }
        net.builder().initializer(name + ".axes", new long[] {axes.length}, axes);
        return net.node(opType, name, input, name + ".axes");
    }

    private static String clip(SmallNet net, int opset, String input) {
        if (opset < 11) {
            Attributes bounds = Attributes.none().withFloat("min", -0.5f).withFloat("max", 0.5f);
            return net.builder().node("Clip", "clip", bounds, input);
        }
        net.builder().initializer(Tensor.of("low", new long[0], new float[] {-0.5f}));
        net.builder().initializer(Tensor.of("high", new long[0], new float[] {0.5f}));
        return net.node("Clip", "clip", input, "low", "high");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26})
    void fold_attentionOnAConstant(int opset) {
        Graph source = net(opset);
        Graph folded = new FoldPipeline(FoldRules.standard(), OrtEvaluator.afterReference())
                .run(source)
                .graph();
        assertThat(folded.nodes()).extracting(Node::opType).containsExactly("Conv");
        OrtEvaluatorTest.assertSame(source, folded);
    }
}
