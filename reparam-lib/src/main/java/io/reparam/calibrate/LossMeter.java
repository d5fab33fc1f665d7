package io.reparam.calibrate;

import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Measures candidates against what the original made of the same images, which is remembered. For one thread. */
final class LossMeter {
    private final PreparedImages images;
    private final int threads;
    private final Map<String, OutputKind> kinds = new LinkedHashMap<>();
    /** Of each output: the numbers of each image. */
    private final List<List<Answer>> expected = new ArrayList<>();

    private final List<Integer> blanks = new ArrayList<>();
    /** Of class maps that are scores; -1 of all else. */
    private final List<Integer> classAxes = new ArrayList<>();

    private final List<Boolean> logits = new ArrayList<>();

    /**
     * @param chosen kinds of outputs that somebody chose, by name, or by "" for all
     * @throws CalibrationException if a chosen kind does not fit the form of its output
     * @throws io.reparam.ort.OrtModelException if the model does not run on these images
     */
    LossMeter(Graph net, PreparedImages images, Map<String, OutputKind> chosen, int threads) {
        this.images = images;
        this.threads = threads;
        List<Value> outputs = net.outputs();
        requireOutputs(chosen.keySet(), outputs);
        ImageBatch first = images.batches().get(0);
        try (OrtModel model = new OrtModel(OnnxFile.bytes(RealOutputs.of(net)), SessionSettings.cpu(threads))) {
            List<FloatTensor> sample = List.copyOf(outputs(model).apply(first));
            for (int i = 0; i < outputs.size(); i++) {
                String name = outputs.get(i).name();
                OutputKind wanted = chosen.getOrDefault(name, chosen.get(""));
                OutputKind kind =
                        wanted != null ? wanted : OutputKind.of(outputs.get(i), net, sample.get(i), first.size());
                requireForm(name, kind, sample.get(i));
                kinds.put(name, kind);
                boolean classes = kind == OutputKind.CLASS_MAP && !RealOutputs.isWhole(outputs.get(i));
                classAxes.add(classes ? OutputKind.classAxis(name, net, sample.get(i)) : -1);
                expected.add(new ArrayList<>());
            }
            run(outputs(model), (output, answers) -> expected.get(output).addAll(answers));
        }
        int at = 0;
        for (OutputKind kind : kinds.values()) {
            List<Answer> answers = expected.get(at++);
            blanks.add(kind == OutputKind.SEQUENCE ? blank(answers) : -1);
            logits.add(answers.stream().anyMatch(answer -> !OutputKind.inUnitInterval(answer.numbers())));
        }
    }

    private static void requireOutputs(Set<String> chosen, List<Value> outputs) {
        List<String> names = outputs.stream().map(Value::name).toList();
        chosen.stream()
                .filter(name -> !name.isEmpty() && !names.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new CalibrationException(
                            "--output-kind names '" + name + "', but the model's outputs are " + names);
                });
    }

    /** By output, in the model's order. */
    Map<String, OutputKind> kinds() {
        return kinds;
    }

    /** Number of classes of the first output with one class an image, 0 if there is none. */
    int classes() {
        int classifier = classifier();
        return classifier < 0 ? 0 : expected.get(classifier).get(0).width();
    }

    Loss of(Graph candidate) {
        try (OrtModel model = new OrtModel(OnnxFile.bytes(RealOutputs.of(candidate)), SessionSettings.cpu(threads))) {
            return of(outputs(model));
        }
    }

    /** Of whatever computes the outputs, in the model's order. */
    Loss of(Function<ImageBatch, Collection<FloatTensor>> candidate) {
        List<OutputKind> order = List.copyOf(kinds.values());
        List<List<Move>> moves = new ArrayList<>();
        List<List<Answer>> rows = new ArrayList<>();
        order.forEach(kind -> {
            moves.add(new ArrayList<>());
            rows.add(new ArrayList<>());
        });
        run(candidate, (output, answers) -> {
            OutputKind kind = order.get(output);
            moves.get(output).addAll(moves(output, kind, moves.get(output).size(), answers));
            // maps are too large to be kept
            if (ranks(kind) || kind == OutputKind.EMBEDDING) {
                rows.get(output).addAll(answers);
            }
        });
        List<OutputLoss> losses = new ArrayList<>();
        for (String name : kinds.keySet()) {
            int output = losses.size();
            OutputKind kind = order.get(output);
            List<Move> all = kind == OutputKind.EMBEDDING
                    ? withNeighbours(moves.get(output), expected.get(output), rows.get(output))
                    : moves.get(output);
            losses.add(OutputLoss.of(name, kind, all));
        }
        double kl = losses.stream().mapToDouble(OutputLoss::divergence).sum();
        int classifier = classifier();
        if (classifier < 0 || !images.labelled()) {
            return new Loss(images.count(), kl, null, null, null, losses);
        }
        return labelled(expected.get(classifier), rows.get(classifier), kl, losses);
    }

    private Loss labelled(List<Answer> before, List<Answer> after, double kl, List<OutputLoss> losses) {
        int n = 0;
        long right = 0;
        long lost = 0;
        long won = 0;
        for (ImageBatch batch : images.batches()) {
            for (int label : batch.labels()) {
                boolean then = before.get(n).top() == label;
                boolean now = after.get(n).top() == label;
                right += then ? 1 : 0;
                lost += then && !now ? 1 : 0;
                won += now && !then ? 1 : 0;
                n++;
            }
        }
        return new Loss(
                n, kl, (double) right / n, (double) (right - lost + won) / n, Interval.ofDrop(lost, won, n), losses);
    }

    private int classifier() {
        int at = 0;
        for (OutputKind kind : kinds.values()) {
            if (ranks(kind)) {
                return at;
            }
            at++;
        }
        return -1;
    }

    private static boolean ranks(OutputKind kind) {
        return kind == OutputKind.LOGITS || kind == OutputKind.PROBABILITIES;
    }

    /** @param from index of the first of these images */
    private List<Move> moves(int output, OutputKind kind, int from, List<Answer> after) {
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            Answer p = expected.get(output).get(from + i);
            float[] q = after.get(i).numbers();
            moves.add(
                    q.length == p.numbers().length
                            ? Move.of(kind, p.numbers(), q, p.width(), blanks.get(output), logits.get(output))
                            : Move.LOST);
        }
        return moves;
    }

    private static List<Move> withNeighbours(List<Move> moves, List<Answer> before, List<Answer> after) {
        List<Move> all = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            boolean same = nearest(before.get(i), i, before) == nearest(after.get(i), i, before);
            Move move = moves.get(i);
            all.add(new Move(move.divergence(), same ? 0 : 1, move.moved(), move.error()));
        }
        return all;
    }

    private static int nearest(Answer to, int itself, List<Answer> among) {
        int nearest = -1;
        double best = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < among.size(); j++) {
            double cosine = j == itself
                    ? Double.NEGATIVE_INFINITY
                    : Move.cosine(to.numbers(), among.get(j).numbers());
            if (cosine > best) {
                best = cosine;
                nearest = j;
            }
        }
        return nearest;
    }

    /** The class that a text recogniser says between letters: the first or the last, whichever is on top more often. */
    private static int blank(List<Answer> answers) {
        long first = 0;
        long last = 0;
        int width = answers.get(0).width();
        for (Answer answer : answers) {
            for (int from = 0; from < answer.numbers().length; from += width) {
                int top = answer.top(from);
                first += top == 0 ? 1 : 0;
                last += top == width - 1 ? 1 : 0;
            }
        }
        return first == 0 && last == 0 ? -1 : first >= last ? 0 : width - 1;
    }

    private static void requireForm(String name, OutputKind kind, FloatTensor seen) {
        boolean rows = kind == OutputKind.LOGITS || kind == OutputKind.PROBABILITIES || kind == OutputKind.EMBEDDING;
        int rank = seen.shape().length;
        if (kind == OutputKind.CLASS_MAP && rank == 0) {
            throw new CalibrationException("output '" + name + "' is one number, and no class-map");
        }
        if ((rows && rank != 2) || (kind == OutputKind.SEQUENCE && rank != 3)) {
            throw new CalibrationException("output '" + name + "' has " + rank + " dimensions, but " + kind.text()
                    + " needs " + (rows ? 2 : 3) + "; choose another --output-kind, such as raw");
        }
    }

    /** Hears of an output's answers to the next images. */
    private interface Heard {
        void answers(int output, List<Answer> answers);
    }

    private static Function<ImageBatch, Collection<FloatTensor>> outputs(OrtModel model) {
        String input = model.inputs().get(0).name();
        return batch -> model.run(Map.of(input, batch.input())).values();
    }

    private void run(Function<ImageBatch, Collection<FloatTensor>> net, Heard heard) {
        for (ImageBatch batch : images.batches()) {
            int output = 0;
            for (FloatTensor tensor : net.apply(batch)) {
                int classAxis = classAxes.get(output);
                heard.answers(
                        output++, Answer.cut(classAxis < 0 ? tensor : Answer.classes(tensor, classAxis), batch.size()));
            }
            images.seen(batch.size());
        }
    }
}
