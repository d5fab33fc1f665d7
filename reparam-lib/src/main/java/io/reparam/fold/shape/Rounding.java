package io.reparam.fold.shape;

/** What rounding does to operators that stand in the table. */
final class Rounding {
    private Rounding() {}

    static void addTo(Table table) {
        table.also(
                Trait.JUMPS,
                "ArgMax",
                "ArgMin",
                "CastLike",
                "Ceil",
                "DynamicQuantizeLinear",
                "Equal",
                "Floor",
                "Greater",
                "GreaterOrEqual",
                "GridSample",
                "Hardmax",
                "IsInf",
                "IsNaN",
                "Less",
                "LessOrEqual",
                "Mod",
                "NonMaxSuppression",
                "NonZero",
                "OneHot",
                "QuantizeLinear",
                "Range",
                "Resize",
                "Round",
                "Shrink",
                "Sign",
                "ThresholdedRelu",
                "TopK",
                "Unique",
                "Upsample");
        table.also(
                Trait.ANY_NUMBERS,
                "Abs",
                "Add",
                "And",
                "Cast",
                "CastLike",
                "Div",
                "Equal",
                "Greater",
                "GreaterOrEqual",
                "Less",
                "LessOrEqual",
                "Max",
                "Min",
                "Mul",
                "Neg",
                "Not",
                "Or",
                "Range",
                "Sub",
                "Xor");
        table.also(Trait.ROUNDS_ONCE, "Ceil", "Floor", "Reciprocal", "Relu", "Round", "Sign", "Sqrt");
        table.also(Trait.NOT_BELOW_0, "Abs", "Exp", "HardSigmoid", "Relu", "Sigmoid", "Softmax", "Softplus", "Sqrt");
        table.also(Trait.IDEMPOTENT, "Abs", "Ceil", "Clip", "Floor", "Relu", "Round");
    }
}
