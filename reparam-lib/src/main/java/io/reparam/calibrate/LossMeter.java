package io.reparam.calibrate;

import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures candidates against what the original made of the same images, which is remembered. For one thread. */
final class LossMeter {
    private final Images images;
    private final int threads;
    /** Of each batch, in the order of the outputs. */
    private final List<List<FloatTensor>> expected = new ArrayList<>();

    private final List<OutputKind> kinds = new ArrayList<>();
    /** Index of the output that has a row of classes for each image, -1 if there is none. */
    private final int classifier;

    /**
     * @param original bytes of the model
     * @throws CalibrationException if an output is nothing that has a divergence
     * @throws io.reparam.ort.OrtModelException if the model does not run on these images
     */
    LossMeter(byte[] original, Images images, int threads) {
        this.images = images;
        this.threads = threads;
        List<String> names = new ArrayList<>();
        try (OrtModel model = new OrtModel(original, SessionSettings.cpu(threads))) {
            model.outputs().forEach(output -> names.add(output.name()));
            for (Batch batch : images.batches()) {
                expected.add(run(model, batch));
                images.seen(batch.size());
            }
        }
        int found = -1;
        for (int i = 0; i < names.size(); i++) {
            int output = i;
            List<FloatTensor> seen =
                    expected.stream().map(outputs -> outputs.get(output)).toList();
            kinds.add(OutputKind.of(names.get(i), seen));
            boolean rows = kinds.get(i) != OutputKind.MAP && seen.get(0).shape().length == 2;
            found = found < 0 && rows ? i : found;
        }
        classifier = found;
    }

    /** Number of classes, 0 if no output has one row an image. */
    int classes() {
        return classifier < 0 ? 0 : width(expected.get(0).get(classifier));
    }

    /** Whether the top class means something: no output is a map. */
    boolean ranks() {
        return !kinds.contains(OutputKind.MAP);
    }

    Loss of(byte[] candidate) {
        List<Divergence> sums = kinds.stream().map(Divergence::new).toList();
        try (OrtModel model = new OrtModel(candidate, SessionSettings.cpu(threads))) {
            for (int i = 0; i < expected.size(); i++) {
                Batch batch = images.batches().get(i);
                List<FloatTensor> seen = run(model, batch);
                for (int output = 0; output < kinds.size(); output++) {
                    FloatTensor before = expected.get(i).get(output);
                    int[] labels = output == classifier ? batch.labels() : new int[0];
                    sums.get(output).add(before.toArray(), seen.get(output).toArray(), width(before), labels);
                }
                images.seen(batch.size());
            }
        }
        return loss(sums);
    }

    private Loss loss(List<Divergence> sums) {
        Divergence ranked = sums.get(Math.max(0, classifier));
        boolean map = ranked.agreement() == null;
        boolean labelled = classifier >= 0 && images.labelled();
        return new Loss(
                images.count(),
                sums.stream().mapToDouble(Divergence::mean).sum(),
                ranked.agreement(),
                labelled ? ranked.accuracyBefore() : null,
                labelled ? ranked.accuracy() : null,
                map ? ranked.meanError() : null,
                map ? ranked.largestError() : null);
    }

    private static List<FloatTensor> run(OrtModel model, Batch batch) {
        String input = model.inputs().get(0).name();
        return List.copyOf(model.run(Map.of(input, batch.input())).values());
    }

    private static int width(FloatTensor tensor) {
        return tensor.shape().length == 0 ? 1 : (int) tensor.shape()[tensor.shape().length - 1];
    }
}
