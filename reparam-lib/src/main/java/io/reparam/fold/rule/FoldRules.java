package io.reparam.fold.rule;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldRule;
import io.reparam.fold.absorb.InputDependentGate;
import io.reparam.fold.absorb.IntoLayerAfter;
import io.reparam.fold.absorb.IntoLayerBefore;
import io.reparam.fold.absorb.IntoLayersBefore;
import io.reparam.fold.layer.AffineSource;
import io.reparam.fold.layer.BatchNormSource;
import io.reparam.fold.layer.ConstantConv;
import io.reparam.fold.layer.ConstantGemm;
import io.reparam.fold.layer.ConstantMatMul;
import io.reparam.fold.layer.ConstantNorm;
import io.reparam.fold.layer.InputLayer;
import io.reparam.fold.layer.OutputLayer;
import io.reparam.fold.layer.ScaleSource;
import io.reparam.fold.layer.ShiftSource;
import io.reparam.fold.merge.ClipChain;
import io.reparam.fold.merge.ConvChain;
import io.reparam.fold.merge.FactorChain;
import io.reparam.fold.merge.MatMulAddAsGemm;
import io.reparam.fold.merge.MatMulChain;
import io.reparam.fold.merge.PadIntoPool;
import io.reparam.fold.merge.ParallelConvSum;
import io.reparam.fold.merge.ParallelConvTransposeSum;
import io.reparam.fold.merge.ParallelMatMulSum;
import io.reparam.fold.merge.ScaledAddend;
import io.reparam.fold.merge.SpaceToDepthIntoConv;
import io.reparam.fold.merge.SummandChain;
import io.reparam.fold.simplify.CastLikeOfKnownType;
import io.reparam.fold.simplify.CommonSubexpression;
import io.reparam.fold.simplify.ConstantCondition;
import io.reparam.fold.simplify.ConstantReshape;
import io.reparam.fold.simplify.ConstantRun;
import io.reparam.fold.simplify.ConstantSubgraph;
import io.reparam.fold.simplify.ExpandBeforeBroadcast;
import io.reparam.fold.simplify.ExplicitPadding;
import io.reparam.fold.simplify.KnownSize;
import io.reparam.fold.simplify.LayoutChain;
import io.reparam.fold.simplify.NeutralOperand;
import io.reparam.fold.simplify.NoOperation;
import io.reparam.fold.simplify.ResizeByScales;
import io.reparam.fold.simplify.SliceChain;
import io.reparam.fold.simplify.SqueezedSlice;
import io.reparam.fold.simplify.TransposeBeforeReduce;
import io.reparam.fold.simplify.TransposeRegion;
import io.reparam.fold.simplify.UnitTranspose;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rules in the order that leaves the least. A new rule is a new file and a line here. */
public final class FoldRules {
    private static final AffineSource SCALE = new ScaleSource();
    private static final AffineSource SHIFT = new ShiftSource();
    private static final AffineSource NORM = new BatchNormSource();

    private static final OutputLayer.Kind BATCH_NORM =
            OutputLayer.Kind.of("BatchNorm", "BatchNormalization", ConstantNorm::read);
    private static final OutputLayer.Kind CONV = OutputLayer.Kind.of("Conv", "Conv", ConstantConv::read);
    private static final OutputLayer.Kind CONV_TRANSPOSE =
            OutputLayer.Kind.of("ConvTranspose", "ConvTranspose", ConstantConv::read);
    private static final OutputLayer.Kind GEMM = OutputLayer.Kind.of("Gemm", "Gemm", ConstantGemm::read);
    private static final OutputLayer.Kind MAT_MUL =
            new OutputLayer.Kind("MatMul", ConstantMatMul::isLayer, ConstantMatMul::read);
    private static final OutputLayer.Kind MAT_MUL_ADD =
            new OutputLayer.Kind("MatMulAdd", ConstantMatMul::isSum, ConstantMatMul::readSum);
    private static final OutputLayer.Kind LAYER_NORM =
            OutputLayer.Kind.of("LayerNorm", "LayerNormalization", ConstantNorm::read);
    private static final OutputLayer.Kind GROUP_NORM =
            OutputLayer.Kind.of("GroupNorm", "GroupNormalization", ConstantNorm::read);
    private static final OutputLayer.Kind INSTANCE_NORM =
            OutputLayer.Kind.of("InstanceNorm", "InstanceNormalization", ConstantNorm::read);

    private static final List<OutputLayer.Kind> LAYERS = List.of(
            BATCH_NORM, CONV, CONV_TRANSPOSE, GEMM, MAT_MUL, MAT_MUL_ADD, LAYER_NORM, GROUP_NORM, INSTANCE_NORM);

    private static final InputLayer.Kind NEXT_CONV = new InputLayer.Kind("Conv", ConstantConv::read);
    private static final InputLayer.Kind NEXT_CONV_TRANSPOSE = new InputLayer.Kind("ConvTranspose", ConstantConv::read);
    private static final InputLayer.Kind NEXT_GEMM = new InputLayer.Kind("Gemm", ConstantGemm::read);
    private static final InputLayer.Kind NEXT_MAT_MUL = new InputLayer.Kind("MatMul", ConstantMatMul::read);
    private static final InputLayer.Kind NEXT_MAT_MUL_ADD =
            new InputLayer.Kind("MatMulAdd", "Add", ConstantMatMul::isOnlySum, ConstantMatMul::readSum);

    private FoldRules() {}

    /** Exact folds only: the same numbers up to rounding. */
    public static List<FoldRule> standard() {
        List<FoldRule> rules = new ArrayList<>();
        rules.add(new ConstantCondition());
        rules.add(new CastLikeOfKnownType());
        rules.add(new ConstantSubgraph());
        rules.add(new ConstantRun());
        rules.add(new KnownSize());
        rules.add(new ConstantReshape());
        rules.add(new ResizeByScales());
        rules.add(new ExpandBeforeBroadcast());
        rules.add(new SqueezedSlice());
        rules.add(new NeutralOperand());
        rules.add(new NoOperation());
        rules.add(new ExplicitPadding());
        rules.add(new TransposeRegion());
        rules.add(new TransposeBeforeReduce());
        rules.add(new UnitTranspose());
        rules.add(new LayoutChain());
        // a layer takes in what follows it before what comes before it: that needs nothing of the padding
        rules.addAll(before(
                SCALE,
                BATCH_NORM,
                CONV,
                CONV_TRANSPOSE,
                GEMM,
                MAT_MUL,
                MAT_MUL_ADD,
                LAYER_NORM,
                GROUP_NORM,
                INSTANCE_NORM));
        // not into a MatMul, which would need an Add for it
        rules.addAll(before(
                SHIFT, BATCH_NORM, CONV, CONV_TRANSPOSE, GEMM, MAT_MUL_ADD, LAYER_NORM, GROUP_NORM, INSTANCE_NORM));
        rules.addAll(before(NORM, BATCH_NORM, CONV, CONV_TRANSPOSE, GEMM, MAT_MUL, MAT_MUL_ADD));
        rules.add(new PadIntoPool());
        rules.add(new SpaceToDepthIntoConv());
        rules.add(new ConvChain());
        rules.add(new ParallelConvSum());
        rules.add(new ParallelConvTransposeSum());
        rules.add(new ParallelMatMulSum());
        rules.add(new MatMulChain());
        for (AffineSource source : List.of(SCALE, SHIFT, NORM)) {
            rules.add(new IntoLayersBefore(source, LAYERS));
        }
        rules.add(new ClipChain());
        rules.add(new FactorChain());
        rules.add(new SummandChain());
        rules.add(new ScaledAddend());
        rules.addAll(after(SCALE, NEXT_CONV, NEXT_CONV_TRANSPOSE, NEXT_GEMM, NEXT_MAT_MUL));
        rules.addAll(after(SHIFT, NEXT_CONV, NEXT_GEMM, NEXT_MAT_MUL_ADD));
        rules.addAll(after(NORM, NEXT_CONV, NEXT_CONV_TRANSPOSE, NEXT_GEMM, NEXT_MAT_MUL_ADD, NEXT_MAT_MUL));
        rules.add(new MatMulAddAsGemm());
        rules.add(new SliceChain());
        // last: a value that two nodes read is out of reach for the others
        rules.add(new CommonSubexpression());
        rules.add(new InputDependentGate());
        return List.copyOf(rules);
    }

    /**
     * Some of the standard rules, in their order. Dead code goes in any case.
     *
     * @param only names as reports have them; empty for all
     * @param skip names of rules to leave out
     * @throws IllegalArgumentException if there is no rule of such a name
     */
    public static List<FoldRule> selected(Collection<String> only, Collection<String> skip) {
        List<FoldRule> all = standard();
        Set<String> unknown = new HashSet<>(only);
        unknown.remove(FoldPipeline.DEAD_CODE);
        unknown.addAll(skip);
        all.forEach(rule -> unknown.remove(rule.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no rule is called " + String.join(", ", unknown) + "; there are "
                    + String.join(", ", all.stream().map(FoldRule::name).toList()));
        }
        return all.stream()
                .filter(rule -> only.isEmpty() || only.contains(rule.name()))
                .filter(rule -> !skip.contains(rule.name()))
                .toList();
    }

    private static List<FoldRule> before(AffineSource source, OutputLayer.Kind... kinds) {
        return Stream.of(kinds)
                .<FoldRule>map(kind -> new IntoLayerBefore(source, kind))
                .toList();
    }

    private static List<FoldRule> after(AffineSource source, InputLayer.Kind... kinds) {
        return Stream.of(kinds)
                .<FoldRule>map(kind -> new IntoLayerAfter(source, kind))
                .toList();
    }
}
