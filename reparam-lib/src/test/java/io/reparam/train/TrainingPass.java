package io.reparam.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.reparam.image.PreprocessSpec;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.backbone.SampleArchitectures;
import io.reparam.train.block.NetBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a narrow net of new weights makes of random images, forwards and backwards. The same plan gives the same net and images.
 *
 * @param logits [N, classes]
 * @param slopes of every learnt parameter
 */
record TrainingPass(float[] logits, Map<String, float[]> slopes) {
    /** How logits come of a net and its images. */
    interface Forward {
        NDArray logits(NetBlock net, NDArray images);
    }

    static Stream<NetPlan> everyArchitecture() {
        return SampleArchitectures.NAMES.stream().map(name -> plan(name, AttentionModule.SE, AttentionMode.BOTH));
    }

    static Stream<NetPlan> everyModule() {
        return Stream.of(AttentionModule.values())
                .map(module ->
                        plan("resnet11", module, module.foldable() ? AttentionMode.BOTH : AttentionMode.ATTENTION));
    }

    static NetPlan plan(String architecture, AttentionModule module, AttentionMode mode) {
        return new NetPlan(architecture, 0.25, module, mode, 1, 0.1f);
    }

    static TrainingPass of(NetPlan plan, Forward forward) {
        NetBlock net = plan.net(3, PreprocessSpec.CIFAR);
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            net.initialize(manager);
            Stream<Parameter> learnt = net.weights().values().stream().filter(Parameter::requiresGradient);
            learnt.forEach(parameter -> parameter.getArray().setRequiresGradient(true));
            NDArray x = manager.randomNormal(new Shape(8, 3, 32, 32));
            NDArray direction = manager.randomNormal(new Shape(8, 3));
            try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray logits = forward.logits(net, x);
                float[] values = logits.toFloatArray();
                gradients.backward(logits.mul(direction).sum());
                Map<String, float[]> slopes = new LinkedHashMap<>();
                net.weights().forEach((name, parameter) -> {
                    if (parameter.requiresGradient()) {
                        slopes.put(name, parameter.getArray().getGradient().toFloatArray());
                    }
                });
                return new TrainingPass(values, slopes);
            }
        }
    }

    /** 1: the logits point where the other's do. */
    double logitsCosine(TrainingPass other) {
        return cosine(List.of(logits), List.of(other.logits));
    }

    /** 1: all slopes together point where the other's do. */
    double slopesCosine(TrainingPass other) {
        return cosine(slopes.values(), other.slopes.values());
    }

    private static double cosine(Iterable<float[]> a, Iterable<float[]> b) {
        double product = 0;
        double ofA = 0;
        double ofB = 0;
        var others = b.iterator();
        for (float[] values : a) {
            float[] other = others.next();
            for (int i = 0; i < values.length; i++) {
                product += (double) values[i] * other[i];
                ofA += (double) values[i] * values[i];
                ofB += (double) other[i] * other[i];
            }
        }
        return product / Math.sqrt(ofA * ofB);
    }
}
