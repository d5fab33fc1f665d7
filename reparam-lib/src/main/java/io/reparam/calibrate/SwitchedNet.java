package io.reparam.calibrate;

import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A net whose gates are switched by inputs: a factor g is {@code keep g + c}, with {@code keep} 1 and c 0 for the gate itself, 0 and
 * a constant in its place. So one session tries all choices of gates; to open one takes longer than to run a small net on a few
 * images. For one thread; owns the session.
 */
final class SwitchedNet implements AutoCloseable {
    private final List<Gate> gates;
    private final Map<Gate, String> keep = new HashMap<>();
    private final Map<Gate, String> constant = new HashMap<>();
    private final OrtModel model;
    private final String input;

    /**
     * @param types in which gates are computed
     * @throws io.reparam.ort.OrtModelException if ONNX Runtime cannot load the net
     */
    SwitchedNet(Graph net, List<Gate> gates, Function<Gate, ElementType> types, int threads) {
        this.gates = gates;
        Graph graph = RealOutputs.of(net).copy();
        gates.forEach(gate -> add(graph, gate, types.apply(gate)));
        model = new OrtModel(OnnxFile.bytes(graph), SessionSettings.cpu(threads));
        input = model.inputs().get(0).name();
    }

    private void add(Graph graph, Gate gate, ElementType type) {
        Node mul = graph.producer(gate.output())
                .orElseThrow(() -> new IllegalStateException("no node computes '" + gate.output() + "'"));
        String keeps = input(graph, gate, "keep", new long[0]);
        String constants = input(graph, gate, "constant", gate.shape());
        keep.put(gate, keeps);
        constant.put(gate, constants);
        String kept = node(graph, mul, gate, "kept", "Mul", gate.factor(), typed(graph, mul, keeps, type));
        String factor = node(graph, mul, gate, "switched", "Add", kept, typed(graph, mul, constants, type));
        List<String> inputs = new ArrayList<>(mul.inputs());
        inputs.set(gate.operand(), factor);
        graph.replace(mul, mul.withInputs(inputs));
    }

    private static String input(Graph graph, Gate gate, String what, long[] shape) {
        String name = graph.freshName(gate.output() + "." + what);
        Object[] dims = Arrays.stream(shape).boxed().toArray();
        graph.addInput(Value.tensor(name, ElementType.FLOAT, Dim.list(dims)));
        return name;
    }

    private static String typed(Graph graph, Node mul, String value, ElementType type) {
        if (type == ElementType.FLOAT) {
            return value;
        }
        String name = graph.freshName(value + ".typed");
        Attributes to = Attributes.none().withInt("to", type.code());
        graph.insertBefore(mul, Node.of(name, "Cast", List.of(value), List.of(name), to));
        return name;
    }

    private static String node(Graph graph, Node mul, Gate gate, String what, String type, String... inputs) {
        String name = graph.freshName(gate.output() + "." + what);
        graph.insertBefore(mul, Node.of(name, type, List.of(inputs), List.of(name), Attributes.none()));
        return name;
    }

    /**
     * Runs the net.
     *
     * @param gone gates that are constants in this run; all others are themselves
     * @return its outputs, in their order
     * @throws io.reparam.ort.OrtModelException if the run fails
     */
    List<FloatTensor> run(ImageBatch batch, Collection<ConstantGates.Replacement> gone) {
        Map<String, FloatTensor> feeds = new HashMap<>();
        feeds.put(input, batch.input());
        for (Gate gate : gates) {
            feeds.put(named(keep, gate), filled(1));
            feeds.put(named(constant, gate), FloatTensor.zeros(gate.shape()));
        }
        for (ConstantGates.Replacement replacement : gone) {
            Gate gate = replacement.gate();
            feeds.put(named(keep, gate), filled(0));
            FloatTensor constants = FloatTensor.zeros(gate.shape());
            for (int c = 0; c < replacement.factors().length; c++) {
                double factor = replacement.factors()[c];
                constants.data().put(c, (float) (gate.divides() ? 1 / factor : factor));
            }
            feeds.put(named(constant, gate), constants);
        }
        return List.copyOf(model.run(feeds).values());
    }

    private static String named(Map<Gate, String> names, Gate gate) {
        String name = names.get(gate);
        if (name == null) {
            throw new IllegalArgumentException("'" + gate.mul() + "' is not a gate that can be switched");
        }
        return name;
    }

    private static FloatTensor filled(float value) {
        FloatTensor tensor = FloatTensor.zeros();
        tensor.data().put(0, value);
        return tensor;
    }

    @Override
    public void close() {
        model.close();
    }
}
