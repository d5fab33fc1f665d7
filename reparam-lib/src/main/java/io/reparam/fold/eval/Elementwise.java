package io.reparam.fold.eval;

import static java.util.Map.entry;

import io.reparam.graph.ElementType;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Operators that treat every element alone. */
final class Elementwise {
    static final Map<String, NodeFunction> OPERATORS = Map.ofEntries(
            unary("Relu", x -> Math.max(0, x)),
            unary("Sigmoid", x -> 1 / (1 + Math.exp(-x))),
            unary("Tanh", Math::tanh),
            unary("Exp", Math::exp),
            unary("Log", Math::log),
            unary("Sqrt", Math::sqrt),
            unary("Floor", Math::floor),
            unary("Ceil", Math::ceil),
            unary("Round", Math::rint), // of two the even one
            unary("Sign", Math::signum),
            unary("Not", x -> 1 - x),
            unary("Neg", x -> -x),
            unary("Abs", Math::abs),
            unary("Reciprocal", x -> 1 / x),
            unary("Softplus", x -> Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)))),
            unary("HardSwish", x -> x * clip(x / 6 + 0.5, 0, 1)),
            entry("LeakyRelu", Elementwise::leakyRelu),
            entry("HardSigmoid", Elementwise::hardSigmoid),
            entry("Clip", Elementwise::clip),
            entry(
                    "Cast",
                    call -> cast(call.in(0), ElementType.ofCode((int)
                            call.attributes().getInt("to", 0)))),
            entry("CastLike", call -> cast(call.in(0), call.in(1).type())));

    private Elementwise() {}

    static NdArray map(NdArray in, DoubleUnaryOperator function) {
        double[] out = new double[in.values().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = function.applyAsDouble(in.values()[i]);
        }
        return in.with(out);
    }

    private static Map.Entry<String, NodeFunction> unary(String opType, DoubleUnaryOperator function) {
        return entry(opType, call -> map(call.in(0), function));
    }

    private static NdArray leakyRelu(EvaluatedNode call) {
        double alpha = call.attributes().getFloat("alpha", 0.01f);
        return map(call.in(0), x -> x < 0 ? alpha * x : x);
    }

    private static NdArray hardSigmoid(EvaluatedNode call) {
        double alpha = call.attributes().getFloat("alpha", 0.2f);
        double beta = call.attributes().getFloat("beta", 0.5f);
        return map(call.in(0), x -> clip(alpha * x + beta, 0, 1));
    }

    /** The bounds are attributes up to opset 10 and inputs from 11 on. */
    private static NdArray clip(EvaluatedNode call) {
        double low = call.optional(1).map(bound -> bound.values()[0]).orElse((double)
                call.attributes().getFloat("min", -Float.MAX_VALUE));
        double high = call.optional(2).map(bound -> bound.values()[0]).orElse((double)
                call.attributes().getFloat("max", Float.MAX_VALUE));
        return map(call.in(0), x -> clip(x, low, high));
    }

    /** The graph rounds to each real type here; computing on in float64 would differ from what it says. */
    private static NdArray cast(NdArray in, ElementType to) {
        DoubleUnaryOperator convert = x -> x < 0 ? Math.ceil(x) : Math.floor(x);
        if (to == ElementType.BOOL) {
            convert = x -> x == 0 ? 0 : 1;
        } else if (to.isReal() && in.type().isReal()) {
            convert = x -> to.nearest(in.type().nearest(x));
        } else if (to.isReal()) {
            convert = to::nearest;
        }
        return new NdArray(to, in.dims(), map(in, convert).values());
    }

    private static double clip(double x, double low, double high) {
        return Math.min(Math.max(x, low), high);
    }
}
