package io.reparam.fold.shape;

import static org.bytedeco.onnx.global.onnx.InferShapes;

import io.reparam.graph.Dim;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.onnx.OpSchemaRegistry;
import org.bytedeco.onnx.ShapeInferenceOptions;
import org.bytedeco.onnx.StringTensorShapeProtoMap;

/** Our inference beside ONNX's own, strict and with data propagation, on a model that says nothing of what it computes. */
final class InferenceJudge {
    private static final int STRICT = 1;

    private InferenceJudge() {}

    /** What ONNX says of the values. @throws RuntimeException in its own words if it cannot */
    static Graph inferredByOnnx(Graph graph) throws IOException {
        Path before = Files.createTempFile("before", ".onnx");
        Path after = Files.createTempFile("after", ".onnx");
        try (ShapeInferenceOptions options = new ShapeInferenceOptions(true, STRICT, true);
                StringTensorShapeProtoMap data = new StringTensorShapeProtoMap()) {
            OnnxFile.write(graph, before);
            InferShapes(before.toString(), after.toString(), OpSchemaRegistry.Instance(), options, data);
            return OnnxFile.read(after);
        } finally {
            Files.delete(before);
            Files.delete(after);
        }
    }

    /** Where ours says less, or something else, than another inference of the same graph. */
    static List<String> problems(Graph graph, Graph other) {
        Inference ours = new Inference(graph);
        Set<String> names = new HashSet<>();
        graph.inputs().forEach(input -> input.dims().ifPresent(dims -> dims.forEach(dim -> names.add(dim.toString()))));
        List<String> problems = new ArrayList<>();
        Stream.concat(other.intermediates().values().stream(), other.outputs().stream())
                .forEach(value -> problem(value, ours.of(value.name()), names, problems, graph));
        return problems;
    }

    private static void problem(Value theirs, Fact ours, Set<String> names, List<String> problems, Graph graph) {
        String where =
                graph.producer(theirs.name()).map(node -> node.opType() + " ").orElse("") + theirs + ", ours "
                        + ours.type() + ours.dims();
        if (theirs.type().isPresent() && ours.type() != theirs.type().get()) {
            problems.add("type of " + where);
        }
        List<Dim> dims = theirs.dims().orElse(null);
        List<Size> sizes = ours.dims();
        if (dims == null) {
            return;
        }
        if (sizes == null || sizes.size() != dims.size()) {
            problems.add("rank of " + where);
            return;
        }
        for (int axis = 0; axis < dims.size(); axis++) {
            Size own = Size.of(new Atom.Place(theirs.name(), axis, false));
            boolean less = dims.get(axis) instanceof Dim.Fixed fixed
                    && !sizes.get(axis).is(fixed.size());
            less |= dims.get(axis) instanceof Dim.Named named
                    && names.contains(named.name())
                    && sizes.get(axis).equals(own);
            if (less) {
                problems.add("axis " + axis + " of " + where);
            }
        }
    }
}
