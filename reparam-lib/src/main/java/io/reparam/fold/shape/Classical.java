package io.reparam.fold.shape;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * Operators of the domain ai.onnx.ml, and those of training.
 *
 * @see <a href="https://onnx.ai/onnx/operators/index.html#ai-onnx-ml">ONNX ai.onnx.ml</a>
 */
final class Classical {
    private static final String ML = "ai.onnx.ml";
    private static final String TRAINING = "ai.onnx.preview.training";

    private Classical() {}

    static void addTo(Table table) {
        for (String name : List.of("Binarizer", "Imputer")) {
            table.addOf(ML, name, ElementwiseShapes::same);
        }
        for (String name : List.of("Scaler", "Normalizer")) {
            table.addOf(ML, name, call -> call.set(0, ElementType.FLOAT, call.dims(0)));
        }
        table.addOf(
                ML,
                "CategoryMapper",
                call -> call.set(
                        0, call.type(0) == ElementType.STRING ? ElementType.INT64 : ElementType.STRING, call.dims(0)));
        table.addOf(ML, "LabelEncoder", Classical::encoded);
        table.addOf(ML, "ArrayFeatureExtractor", Classical::extracted);
        table.addOf(ML, "OneHotEncoder", Classical::oneHot);
        table.addOf(ML, "LinearRegressor", call -> targets(call, call.attribute("targets", 1)));
        table.addOf(ML, "SVMRegressor", call -> targets(call, 1));
        table.addOf(ML, "TreeEnsembleRegressor", call -> targets(call, call.attribute("n_targets", 1)));
        table.addOf(
                ML,
                "TreeEnsemble",
                call -> call.set(
                        0,
                        call.type(0),
                        List.of(call.in(0).dim(0).orElse(call.place(0, 0)), Size.of(call.attribute("n_targets", 1)))));
        for (String name : List.of("LinearClassifier", "SVMClassifier", "TreeEnsembleClassifier")) {
            table.addOf(ML, name, Classical::classes);
        }
        for (String name : List.of("Adagrad", "Adam", "Momentum")) {
            table.addOf(TRAINING, name, Classical::updated);
        }
    }

    private static void encoded(InferredNode call) {
        ElementType type = null;
        for (String key :
                List.of("values_strings", "values_int64s", "values_floats", "values_tensor", "default_tensor")) {
            if (type == null && call.node().attributes().has(key)) {
                type = switch (key) {
                    case "values_strings" -> ElementType.STRING;
                    case "values_int64s" -> ElementType.INT64;
                    case "values_floats" -> ElementType.FLOAT;
                    default ->
                        call.node().attributes().getTensor(key).orElseThrow().type();
                };
            }
        }
        call.set(0, type, call.dims(0));
    }

    private static void extracted(InferredNode call) {
        List<Size> x = call.shape(0);
        List<Size> shape = new ArrayList<>(x.size() == 1 ? List.of(Size.ONE) : x);
        int last = shape.size() - 1;
        Size count = Forms.count(call.dims(1)).orElse(call.place(0, x.size() == 1 ? 1 : last));
        if (x.size() == 1) {
            shape.add(count);
        } else {
            shape.set(last, count);
        }
        call.set(0, call.type(0), shape);
    }

    private static void oneHot(InferredNode call) {
        List<Size> shape = new ArrayList<>(call.shape(0));
        int count = call.list("cats_int64s") == null ? 0 : call.list("cats_int64s").length;
        shape.add(count == 0 ? call.place(0, shape.size()) : Size.of(count));
        call.set(0, ElementType.FLOAT, shape);
    }

    private static void targets(InferredNode call, long count) {
        List<Size> x = call.shape(0);
        Size rows = x.size() == 1 ? Size.ONE : x.get(0);
        call.set(0, ElementType.FLOAT, List.of(rows, Size.of(count)));
    }

    private static void classes(InferredNode call) {
        List<Size> x = call.dims(0);
        Size rows = x == null ? call.place(0, 0) : x.size() == 1 ? Size.ONE : x.get(0);
        boolean text = call.node().attributes().has("classlabels_strings")
                || call.node().attributes().has("classlabels_strs");
        call.set(0, text ? ElementType.STRING : ElementType.INT64, List.of(rows));
        call.set(1, ElementType.FLOAT, List.of(rows, call.place(1, 1)));
    }

    /** Rate and count, then weights, gradients and moments: each weight and each moment comes out. */
    private static void updated(InferredNode call) {
        int outputs = call.node().outputs().size();
        int parts = call.node().opType().equals("Adam") ? 3 : 2;
        int weights = outputs / parts;
        for (int i = 0; i < outputs; i++) {
            int from = 2 + (i < weights ? i : i + weights);
            call.set(i, call.type(from), call.dims(from));
        }
    }
}
