package io.reparam.train;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What disturbs batch normalization while a net is trained: each layer's result becomes {@code a BN(x) + b}. Written as {@code 0.8,0.5},
 * or with ranges that a and b are drawn from, for each layer and batch: {@code 0.5..1.5,-0.5..0.5}.
 *
 * @param a factor
 * @param b summand
 * @see <a href="https://arxiv.org/abs/1908.04008">Liang et al., Instance Enhancement Batch Normalization</a>
 */
public record BatchNoise(Range a, Range b) {
    /** Leaves the results as they are. */
    public static final BatchNoise NONE = new BatchNoise(new Range(1, 1), new Range(0, 0));

    private static final String NUMBER = "-?[0-9]+(?:\\.[0-9]+)?";
    private static final Pattern TEXT = Pattern.compile("(%1$s)(?:\\.\\.(%1$s))?".formatted(NUMBER));

    /** From the lowest to the highest value, all alike likely. */
    public record Range(float low, float high) {
        /** @throws IllegalArgumentException if the lowest is above the highest */
        public Range {
            if (!(low <= high && Math.abs(low) <= 100 && Math.abs(high) <= 100)) {
                throw new IllegalArgumentException(
                        "noise " + low + ".." + high + " must go from a lower to a higher number, at most 100 from 0");
            }
        }

        float drawn(RandomGenerator random) {
            return low == high ? low : low + (high - low) * random.nextFloat();
        }

        private String text() {
            return Stream.of(low, high).distinct().map(String::valueOf).collect(Collectors.joining(".."));
        }
    }

    /** @throws IllegalArgumentException if the text has another form or a range is empty */
    @JsonCreator
    public static BatchNoise of(String text) {
        if (text.equals("none")) {
            return NONE;
        }
        List<Range> ranges =
                Stream.of(text.split(",", -1)).map(part -> range(part, text)).toList();
        if (ranges.size() != 2) {
            throw malformed(text);
        }
        return new BatchNoise(ranges.get(0), ranges.get(1));
    }

    private static Range range(String part, String text) {
        Matcher numbers = TEXT.matcher(part);
        if (!numbers.matches()) {
            throw malformed(text);
        }
        float low = Float.parseFloat(numbers.group(1));
        return new Range(low, numbers.group(2) == null ? low : Float.parseFloat(numbers.group(2)));
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(String.format(
                Locale.ROOT, "noise '%s' must be none, or A,B such as 0.8,0.5 or 0.5..1.5,-0.5..0.5", text));
    }

    @Override
    @JsonValue
    public String toString() {
        return equals(NONE) ? "none" : a.text() + "," + b.text();
    }
}
