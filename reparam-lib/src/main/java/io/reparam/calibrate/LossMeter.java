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
    /** What rounding may move. */
    private static final double ITSELF = 1e-6;

    private final PreparedImages images;
    private final Truth truth;
    private final int threads;
    private final List<OutputForm> forms = new ArrayList<>();
    /** Of each output: the numbers of each image. */
    private final List<List<Answer>> expected = new ArrayList<>();

    private final List<Integer> blanks = new ArrayList<>();
    private final List<Boolean> logits = new ArrayList<>();
    private final boolean labelsTell;

    /**
     * @param chosen kinds of outputs that somebody chose, by name, or by "" for all
     * @param named number of classes with a name; 0 if none has one
     * @throws CalibrationException if a chosen kind does not fit its output, if a label is no class of the net, or if an output has
     *     NaN or infinite numbers
     * @throws io.reparam.ort.OrtModelException if the model does not run on these images
     */
    LossMeter(Graph net, PreparedImages images, Map<String, OutputKind> chosen, int named, int threads) {
        this.images = images;
        this.truth = Truth.of(images);
        this.threads = threads;
        List<Value> outputs = net.outputs();
        requireOutputs(chosen.keySet(), outputs);
        ImageBatch first = images.batches().get(0);
        try (OrtModel model = new OrtModel(OnnxFile.bytes(RealOutputs.of(net)), SessionSettings.cpu(threads))) {
            List<FloatTensor> sample = List.copyOf(outputs(model).apply(first));
            for (int i = 0; i < outputs.size(); i++) {
                OutputKind wanted = chosen.getOrDefault(outputs.get(i).name(), chosen.get(""));
                forms.add(OutputForm.of(outputs.get(i), net, sample.get(i), first.size(), wanted));
                expected.add(new ArrayList<>());
            }
            run(outputs(model), (output, answers) -> expected.get(output).addAll(answers));
        }
        for (int i = 0; i < forms.size(); i++) {
            List<Answer> answers = expected.get(i);
            forms.set(i, forms.get(i).after(answers, truth.agreement(answers), named));
            blanks.add(forms.get(i).kind() == OutputKind.SEQUENCE ? blank(answers) : -1);
            logits.add(OutputKind.areLogits(answers));
            requireNumbers(i);
        }
        int classifier = classifier();
        if (classifier >= 0) {
            truth.require(classes());
        }
        Agreement agreement = classifier < 0 ? null : truth.agreement(expected.get(classifier));
        labelsTell = agreement != null && agreement.tells();
    }

    /** What has no distance to itself can have one to a candidate. */
    private void requireNumbers(int output) {
        List<Answer> answers = expected.get(output);
        long without = moves(output, forms.get(output).kind(), 0, answers).stream()
                .filter(move -> !(move.divergence() <= ITSELF && move.changed() <= ITSELF && move.moved() <= ITSELF))
                .count();
        if (without > 0) {
            throw new CalibrationException("the original's output '"
                    + forms.get(output).name() + "' has NaN or infinite numbers for " + without + " of "
                    + answers.size() + " images, so no loss can be measured against it; see whether the images are"
                    + " prepared as the net needs them, and leave out those that it cannot take");
        }
    }

    /** What must be said of outputs and labels. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < forms.size(); i++) {
            forms.get(i).warning(expected.get(i)).ifPresent(warnings::add);
        }
        if (truth.isKnown() && classifier() < 0) {
            warnings.add("the labels are not used, as no output is taken for scores of classes; if one is, say so by"
                    + " --output-kind logits or probabilities");
        } else if (truth.isKnown() && !labelsTell) {
            warnings.add(
                    "the original is right no more often than by chance, so the labels seem to be of other classes;"
                            + " every changed answer counts as lost");
        }
        return warnings;
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
        Map<String, OutputKind> kinds = new LinkedHashMap<>();
        forms.forEach(form -> kinds.put(form.name(), form.kind()));
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
        List<List<Move>> moves = new ArrayList<>();
        List<List<Answer>> rows = new ArrayList<>();
        forms.forEach(form -> {
            moves.add(new ArrayList<>());
            rows.add(new ArrayList<>());
        });
        run(candidate, (output, answers) -> {
            OutputKind kind = forms.get(output).kind();
            moves.get(output).addAll(moves(output, kind, moves.get(output).size(), answers));
            // maps are too large to be kept
            if (ranks(kind) || kind == OutputKind.EMBEDDING) {
                rows.get(output).addAll(answers);
            }
        });
        List<OutputLoss> losses = new ArrayList<>();
        for (int output = 0; output < forms.size(); output++) {
            OutputKind kind = forms.get(output).kind();
            List<Move> all = kind == OutputKind.EMBEDDING
                    ? withNeighbours(moves.get(output), expected.get(output), rows.get(output))
                    : moves.get(output);
            losses.add(OutputLoss.of(forms.get(output).name(), kind, all));
        }
        double kl = losses.stream().mapToDouble(OutputLoss::divergence).sum();
        int classifier = classifier();
        if (classifier < 0 || !truth.isKnown()) {
            return new Loss(images.count(), kl, null, null, null, false, losses);
        }
        return truth.loss(expected.get(classifier), rows.get(classifier), kl, labelsTell, losses);
    }

    private int classifier() {
        for (int i = 0; i < forms.size(); i++) {
            if (ranks(forms.get(i).kind())) {
                return i;
            }
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
                OutputForm form = forms.get(output);
                heard.answers(output++, form.answers(tensor, batch.size()));
            }
            images.seen(batch.size());
        }
    }
}
