package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.ACTIVATION;
import static io.reparam.fold.shape.Trait.ADDS;
import static io.reparam.fold.shape.Trait.ARITHMETIC;
import static io.reparam.fold.shape.Trait.COMMUTES_WITH_AFFINE;
import static io.reparam.fold.shape.Trait.COMMUTES_WITH_POSITIVE_SCALE;
import static io.reparam.fold.shape.Trait.COMMUTES_WITH_SCALE;
import static io.reparam.fold.shape.Trait.COUNTS;
import static io.reparam.fold.shape.Trait.ELEMENTWISE;
import static io.reparam.fold.shape.Trait.KEEPS_CHANNELS;
import static io.reparam.fold.shape.Trait.KEEPS_SHAPE;
import static io.reparam.fold.shape.Trait.MAXIMUM;
import static io.reparam.fold.shape.Trait.MOVES;

import io.reparam.graph.ElementType;
import java.util.List;

/** Operators that compute each number from those at its place. */
final class ElementwiseShapes {
    private ElementwiseShapes() {}

    static void addTo(Table table) {
        Rule same = ElementwiseShapes::same;
        for (String name : List.of(
                "Elu",
                "Selu",
                "Celu",
                "Gelu",
                "Mish",
                "Sigmoid",
                "HardSigmoid",
                "HardSwish",
                "Swish",
                "Tanh",
                "Softplus",
                "Softsign",
                "Clip",
                "ThresholdedRelu",
                "Shrink")) {
            table.add(name, same, ELEMENTWISE, KEEPS_SHAPE, ACTIVATION);
        }
        for (String name : List.of("Relu", "LeakyRelu", "PRelu")) {
            table.add(name, same, ELEMENTWISE, KEEPS_SHAPE, ACTIVATION, COMMUTES_WITH_POSITIVE_SCALE);
        }
        for (String name : List.of(
                "Acos",
                "Acosh",
                "Asin",
                "Asinh",
                "Atan",
                "Atanh",
                "Cos",
                "Cosh",
                "Sin",
                "Sinh",
                "Tan",
                "Erf",
                "Exp",
                "Log",
                "Reciprocal",
                "Round",
                "Sqrt",
                "BitwiseNot")) {
            table.add(name, same, ELEMENTWISE, KEEPS_SHAPE);
        }
        table.add(
                "Identity",
                call -> call.set(0, call.in(0)),
                ELEMENTWISE,
                KEEPS_SHAPE,
                KEEPS_CHANNELS,
                MOVES,
                COMMUTES_WITH_AFFINE);
        table.add("Neg", Numbers.each(a -> a.times(-1), v -> -v), ELEMENTWISE, KEEPS_SHAPE, COMMUTES_WITH_SCALE);
        table.add(
                "Abs",
                Numbers.each(Numbers::absolute, Math::abs),
                ELEMENTWISE,
                KEEPS_SHAPE,
                COMMUTES_WITH_POSITIVE_SCALE);
        table.add("Sign", Numbers.each(Numbers::sign, Math::signum), ELEMENTWISE, KEEPS_SHAPE);
        table.add("Floor", Numbers.each(a -> a, Math::floor), ELEMENTWISE, KEEPS_SHAPE);
        table.add("Ceil", Numbers.each(a -> a, Math::ceil), ELEMENTWISE, KEEPS_SHAPE);
        table.add("Not", Numbers.each(a -> Size.ONE.minus(a), v -> v), ELEMENTWISE, KEEPS_SHAPE, COUNTS);
        for (String name : List.of("IsNaN", "IsInf")) {
            table.add(name, call -> call.set(0, ElementType.BOOL, call.dims(0)), ELEMENTWISE, KEEPS_SHAPE);
        }
        table.add("Cast", Numbers::cast, ELEMENTWISE, KEEPS_SHAPE, MOVES);
        table.add("CastLike", Numbers::castLike, ELEMENTWISE, KEEPS_SHAPE, MOVES);
        table.add("BitCast", Numbers::bitCast, ELEMENTWISE, KEEPS_SHAPE);
        table.add("Dropout", ElementwiseShapes::dropout, ELEMENTWISE, KEEPS_SHAPE);

        table.add("Add", Numbers.pairs(Numbers::sum), ELEMENTWISE, ADDS, ARITHMETIC, COUNTS);
        table.add("Sub", Numbers.pairs(Numbers::difference), ELEMENTWISE, ADDS, ARITHMETIC, COUNTS);
        table.add("Mul", Numbers.pairs(Numbers::product), ELEMENTWISE, ARITHMETIC, KEEPS_CHANNELS, COUNTS);
        table.add("Div", Numbers.pairs(Numbers::quotient), ELEMENTWISE, ARITHMETIC, KEEPS_CHANNELS, COUNTS);
        table.add("Mod", Numbers.pairs(Numbers::remainder), ELEMENTWISE);
        table.add("Pow", Numbers.pairs(Numbers::power), ELEMENTWISE);
        table.add("Max", Numbers.pairs(Numbers::largest), ELEMENTWISE, MAXIMUM);
        table.add("Min", Numbers.pairs(Numbers::smallest), ELEMENTWISE);
        table.add("Sum", Numbers.pairs(Numbers::sum), ELEMENTWISE, ADDS);
        table.add("Mean", Numbers.pairs((call, a, b) -> null), ELEMENTWISE);
        for (String name : List.of("BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor")) {
            table.add(name, Numbers.pairs((call, a, b) -> null), ELEMENTWISE);
        }
        table.add("And", Numbers.tests(Numbers::product), ELEMENTWISE);
        table.add("Or", Numbers.tests(Numbers::largest), ELEMENTWISE);
        table.add("Xor", Numbers.tests((call, a, b) -> null), ELEMENTWISE);
        table.add("Equal", Numbers.tests(Numbers::equal), ELEMENTWISE, COUNTS);
        table.add("Less", Numbers.tests((call, a, b) -> Numbers.less(a, b)), ELEMENTWISE);
        table.add("Greater", Numbers.tests((call, a, b) -> Numbers.less(b, a)), ELEMENTWISE);
        table.add("LessOrEqual", Numbers.tests((call, a, b) -> Numbers.notLess(b, a)), ELEMENTWISE);
        table.add("GreaterOrEqual", Numbers.tests((call, a, b) -> Numbers.notLess(a, b)), ELEMENTWISE);
        table.add("Where", Numbers::where, ELEMENTWISE, MOVES);
        table.add("StringConcat", Numbers.pairs((call, a, b) -> null), ELEMENTWISE);
        table.add("RegexFullMatch", call -> call.set(0, ElementType.BOOL, call.dims(0)), ELEMENTWISE, KEEPS_SHAPE);
    }

    /** The type and the shape of the first input. */
    static void same(InferredNode call) {
        call.set(0, call.type(0), call.dims(0));
    }

    /** Its mask has the type of the data up to opset 9 and is boolean from 10 on. */
    private static void dropout(InferredNode call) {
        call.set(0, call.in(0));
        call.set(1, call.opset() < 10 ? call.type(0) : ElementType.BOOL, call.dims(0));
    }
}
