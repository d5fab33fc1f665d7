package io.reparam.fold.eval;

import io.reparam.graph.Attribute;
import io.reparam.graph.ElementType;
import java.util.List;
import java.util.Map;

/** The Constant operator: its one attribute is the value, in one of several forms. */
final class ConstantNode implements NodeFunction {
    @Override
    public NdArray apply(EvaluatedNode call) {
        Map<String, Attribute> attributes = call.attributes().asMap();
        if (attributes.size() == 1) {
            Attribute value = attributes.values().iterator().next();
            if (value instanceof Attribute.Array array) {
                return NdArray.of(array.value());
            }
            if (value instanceof Attribute.Real real) {
                return new NdArray(ElementType.FLOAT, new long[0], new double[] {real.value()});
            }
            if (value instanceof Attribute.Int whole) {
                return new NdArray(ElementType.INT64, new long[0], new double[] {whole.value()});
            }
            if (value instanceof Attribute.Reals reals) {
                return list(ElementType.FLOAT, reals.values());
            }
            if (value instanceof Attribute.Ints wholes) {
                return list(ElementType.INT64, wholes.values());
            }
        }
        throw new UnsupportedOperationException("a Constant of " + attributes.keySet() + " is not computed with");
    }

    private static NdArray list(ElementType type, List<? extends Number> values) {
        double[] doubles = values.stream().mapToDouble(Number::doubleValue).toArray();
        return new NdArray(type, new long[] {doubles.length}, doubles);
    }
}
