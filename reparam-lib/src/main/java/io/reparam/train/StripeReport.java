package io.reparam.train;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.annotation.JsonIgnore;
import io.reparam.data.ImageSet;
import io.reparam.plot.HeatMap;
import io.reparam.plot.LineChart;
import io.reparam.train.attention.ChannelAttention;
import io.reparam.train.block.NetBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How much the attention values of a net differ from image to image: the less, the clearer the stripes of the paper's figure 1.
 *
 * @param images that were looked at
 * @param places each place of ordinary attention, in the net's order
 * @param epochs mean deviations of the nets that were kept, by epoch and place; empty if none were
 * @param clarity the same of their stripes
 * @param history their picture
 * @see <a href="https://arxiv.org/abs/2304.06345">Huang et al., Stripe Observation Guided Inference Cost-free Attention</a>
 */
public record StripeReport(
        int images,
        List<Stripes> places,
        SortedMap<Integer, List<Double>> epochs,
        SortedMap<Integer, List<Double>> clarity,
        @JsonIgnore StripeHistory history) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int BATCH = 50;
    private static final int ROWS = 100;

    /**
     * Looks at the net that counts of a run, and at those that were kept.
     *
     * @param most images to look at, spread evenly over the set, rounded up to whole batches
     * @throws TrainingException if the net has no attention that depends on the image
     */
    public static StripeReport of(CheckpointStore run, ImageSet images, int most, int threads) throws IOException {
        RunRecord record = run.readRecord();
        ImageSet some = images.evenly((Math.min(most, images.size()) + BATCH - 1) / BATCH * BATCH);
        try (NDManager manager =
                TrainingEngine.start(record.plan().recipe().seed()).newBaseManager()) {
            List<Stripes> places = stripes(run.readBlock(manager), record, some, most, threads);
            if (places.isEmpty()) {
                throw new TrainingException(
                        "a net of --attention "
                                + record.plan().net().attention().label() + " and --mode "
                                + record.plan().net().mode().name().toLowerCase(Locale.ROOT)
                                + " has no factor a channel that depends on the image; train one with --mode attention or both");
            }
            SortedMap<Integer, List<Double>> epochs = new TreeMap<>();
            SortedMap<Integer, List<Double>> clarity = new TreeMap<>();
            StripeHistory history = new StripeHistory();
            for (Map.Entry<Integer, String> kept : run.keptEpochs().entrySet()) {
                try (NDManager ofEpoch = manager.newSubManager()) {
                    List<Stripes> then = stripes(run.readBlock(ofEpoch, kept.getValue()), record, some, most, threads);
                    epochs.put(
                            kept.getKey(),
                            then.stream().map(Stripes::meanDeviation).toList());
                    clarity.put(
                            kept.getKey(), then.stream().map(Stripes::clarity).toList());
                    history.add(then);
                }
            }
            return new StripeReport(places.get(0).values().length, places, epochs, clarity, history);
        }
    }

    private static List<Stripes> stripes(NetBlock net, RunRecord record, ImageSet images, int most, int threads) {
        List<String> paths = net.all().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ChannelAttention)
                .map(Map.Entry::getKey)
                .toList();
        List<List<float[]>> values = new ArrayList<>();
        paths.forEach(path -> values.add(new ArrayList<>()));
        GatePass.over(
                net,
                images,
                record.preprocess(),
                most,
                Math.min(BATCH, most),
                threads,
                (place, map, factors) -> values.get(place).addAll(List.of(GatePass.rows(factors))));
        List<Stripes> stripes = new ArrayList<>();
        for (int p = 0; p < paths.size(); p++) {
            stripes.add(Stripes.of(paths.get(p), values.get(p).toArray(float[][]::new)));
        }
        return stripes;
    }

    /**
     * Writes {@code stripes.json} and pictures: a heat map samples x channels a place, and {@code stripes.png}, all places side by
     * side on some of the images. {@code deviation-by-place.png} has a row a place, its channels spread over the width;
     * {@code deviation-by-place.svg} has means and clarity, a line for each kept epoch. If nets were kept, there is
     * {@code stripes-by-epoch.png}, too.
     */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("stripes.json"), JSON.writeValueAsBytes(this));
        for (int p = 0; p < places.size(); p++) {
            Stripes place = places.get(p);
            String name = String.format(Locale.ROOT, "%02d-%s.png", p + 1, place.path());
            Files.write(directory.resolve(name), HeatMap.png(place.values(), 0, place.highest()));
        }
        float[][] rows = StripeHistory.sideBySide(places, ROWS).toArray(float[][]::new);
        Files.write(directory.resolve("stripes.png"), HeatMap.png(rows, 0, StripeHistory.highest(places)));
        if (!history.isEmpty()) {
            Files.write(directory.resolve("stripes-by-epoch.png"), history.png());
        }
        Files.write(directory.resolve("deviation-by-place.png"), deviations());
        Files.writeString(
                directory.resolve("deviation-by-place.svg"),
                LineChart.svg(List.of(
                        chart(
                                "deviation over the images, mean over the channels, by place",
                                epochs,
                                Stripes::meanDeviation),
                        chart("share of the variance between channels, by place", clarity, Stripes::clarity))));
    }

    private byte[] deviations() {
        int width = places.stream()
                .mapToInt(place -> place.deviations().length)
                .max()
                .orElse(1);
        float[][] rows = new float[places.size()][width];
        float highest = Float.MIN_NORMAL;
        for (int p = 0; p < rows.length; p++) {
            float[] of = places.get(p).deviations();
            for (int x = 0; x < width; x++) {
                rows[p][x] = of[(int) ((long) x * of.length / width)];
                highest = Math.max(highest, rows[p][x]);
            }
        }
        return HeatMap.png(rows, 0, highest);
    }

    private LineChart chart(
            String title, SortedMap<Integer, List<Double>> byEpoch, Function<Stripes, Double> ofThisNet) {
        List<LineChart.Line> lines = new ArrayList<>();
        byEpoch.forEach((epoch, values) -> lines.add(new LineChart.Line("epoch " + epoch, values)));
        if (lines.isEmpty()) {
            lines.add(new LineChart.Line(
                    "this net", places.stream().map(ofThisNet).toList()));
        }
        return new LineChart(title, lines);
    }

    /** The number that sums up how much of a constant this attention is: the mean of {@link Stripes#clarity} over the places. */
    public double meanClarity() {
        return places.stream().mapToDouble(Stripes::clarity).average().orElse(1);
    }
}
