package io.reparam.fold.rule;

import io.reparam.fold.FoldRule;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/** For each rule how to draw graphs that it is about, and in how many of a hundred it must fire at least. */
record RuleProperties(LongFunction<Graph> draw, int percent) {
    /** By the name of the rule. */
    static final Map<String, RuleProperties> ALL = all();

    private static Map<String, RuleProperties> all() {
        Map<String, RuleProperties> all = new LinkedHashMap<>();
        for (DrawnSources source : DrawnSources.values()) {
            for (DrawnLayers layer : DrawnLayers.values()) {
                all.put(source + "Into" + layer, new RuleProperties(seed -> before(seed, source, layer), 60));
            }
            all.put(source + "IntoLayersBefore", new RuleProperties(seed -> across(seed, source), 25));
            boolean adds = source != DrawnSources.ChannelScale;
            for (DrawnLayers layer :
                    new DrawnLayers[] {DrawnLayers.Conv, DrawnLayers.ConvTranspose, DrawnLayers.Gemm, DrawnLayers.MatMul
                    }) {
                DrawnLayers drawn = adds && layer == DrawnLayers.Conv ? DrawnLayers.ValidConv : layer;
                all.put(source + "IntoNext" + layer, new RuleProperties(seed -> after(seed, source, drawn), 25));
            }
        }
        // opset 18 to 20 has one gamma a group, which takes in what is alike within groups only
        all.put(
                "ChannelScaleIntoGroupNorm",
                new RuleProperties(seed -> before(seed, DrawnSources.ChannelScale, DrawnLayers.GroupNorm), 40));
        all.put(
                "ChannelShiftIntoGroupNorm",
                new RuleProperties(seed -> before(seed, DrawnSources.ChannelShift, DrawnLayers.GroupNorm), 40));
        // before a BatchNormalization only what counts channels on axis 1; before a ConvTranspose nothing that adds
        all.put(
                "BatchNormIntoMatMul",
                new RuleProperties(seed -> before(seed, DrawnSources.BatchNorm, DrawnLayers.MatMul), 15));
        all.put(
                "BatchNormIntoMatMulAdd",
                new RuleProperties(seed -> before(seed, DrawnSources.BatchNorm, DrawnLayers.MatMulAdd), 15));
        all.put(
                "BatchNormIntoNextMatMul",
                new RuleProperties(seed -> after(seed, DrawnSources.BatchNorm, DrawnLayers.MatMul), 15));
        all.put(
                "ChannelShiftIntoNextMatMulAdd",
                new RuleProperties(seed -> after(seed, DrawnSources.ChannelShift, DrawnLayers.MatMulAdd), 25));
        all.put(
                "BatchNormIntoNextMatMulAdd",
                new RuleProperties(seed -> after(seed, DrawnSources.BatchNorm, DrawnLayers.MatMulAdd), 15));
        all.put("BatchNormIntoNextConvTranspose", new RuleProperties(RuleProperties::centredNorm, 60));
        all.putAll(DrawnStructures.ALL);
        all.putAll(DrawnShapes.ALL);
        all.putAll(DrawnRuns.ALL);
        // not every source goes into every layer
        all.keySet().retainAll(FoldRules.standard().stream().map(FoldRule::name).toList());
        return all;
    }

    private static Graph before(long seed, DrawnSources source, DrawnLayers layer) {
        DrawnNet net = layer.net(seed);
        layer.add(net);
        net = normal(net, source);
        source.add(net, false);
        return net.build();
    }

    private static Graph after(long seed, DrawnSources source, DrawnLayers layer) {
        if (layer == DrawnLayers.Gemm && seed % 2 == 0) {
            return behindAnImage(seed, source);
        }
        DrawnNet net = layer.net(seed);
        boolean crosses = net.axis() == 1 && net.rank() > 2 && net.chance(60);
        boolean positive = crosses && net.chance(60);
        int axis = net.axis();
        normal(net, source);
        source.add(net, positive);
        net.at(net.value(), net.dims(), axis);
        if (crosses) {
            DrawnCrossings.add(net, positive && source == DrawnSources.ChannelScale);
        }
        layer.add(net);
        return net.build();
    }

    /** A Gemm takes rows: what is made of an image stands between. */
    private static Graph behindAnImage(long seed, DrawnSources source) {
        DrawnNet net = DrawnLayers.Conv.net(seed);
        source.add(net, net.chance(50));
        net.at(net.value(), net.dims(), 1);
        DrawnAxes.rows(net);
        DrawnLayers.Gemm.add(net);
        return net.build();
    }

    /** A norm that adds nothing: a ConvTranspose takes no other in. */
    private static Graph centredNorm(long seed) {
        DrawnNet net = DrawnLayers.ConvTranspose.net(seed);
        int c = net.channels();
        String zero = net.net().builder().initializer("zero", new long[] {c}, new float[c]);
        String gamma = net.net().normal("gamma", c);
        String variance = net.net().positive("variance", c);
        net.node("BatchNormalization", Attributes.none(), net.value(), gamma, zero, zero, variance);
        DrawnLayers.ConvTranspose.add(net);
        return net.build();
    }

    private static Graph across(long seed, DrawnSources source) {
        DrawnNet net = DrawnLayers.Conv.net(seed);
        DrawnTrees.add(net, source != DrawnSources.BatchNorm || net.chance(70));
        source.add(net, net.chance(80));
        return net.build();
    }

    /** A BatchNormalization counts channels on axis 1, whatever the layer does. */
    private static DrawnNet normal(DrawnNet net, DrawnSources source) {
        return source == DrawnSources.BatchNorm ? net.at(net.value(), net.dims(), 1) : net;
    }
}
