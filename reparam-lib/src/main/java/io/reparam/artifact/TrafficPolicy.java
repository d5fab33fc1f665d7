package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which variants of a model answer those who name none.
 *
 * @param split weight of each variant, 0 to 1e9 and not all 0: {@code reparam: 9, attention: 1} sends every tenth request to
 *     attention
 * @param shadow what runs beside the answer; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrafficPolicy(
        Map<String, Double> split, @Nullable Shadow shadow) {

    /**
     * A variant that also runs some of the requests that another one answered, so that both can be compared. Nobody waits for it.
     *
     * @param variant that also runs
     * @param share of the requests, above 0, at most 1
     */
    public record Shadow(String variant, double share) {
        /** @throws IllegalArgumentException if share is not above 0 and at most 1, or the variant is missing */
        public Shadow {
            if (variant == null || !(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("a shadow needs a variant and a share above 0 and at most 1, not '"
                        + variant + "' and " + share);
            }
        }
    }

    /** @throws IllegalArgumentException if a weight is not 0 to 1e9, or none is above 0 */
    public TrafficPolicy {
        split = split == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(split));
        double sum = 0;
        for (Map.Entry<String, Double> weight : split.entrySet()) {
            Double value = weight.getValue();
            if (value == null || !(value >= 0 && value <= 1e9)) {
                throw new IllegalArgumentException(
                        "the weight of variant '" + weight.getKey() + "' is " + value + "; it must be 0 to 1e9");
            }
            sum += value;
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException(
                    "split " + split + " has no weight above 0; give at least one variant one");
        }
    }

    /** Everything to one variant. */
    public static TrafficPolicy all(String variant) {
        return new TrafficPolicy(Map.of(variant, 1.0), null);
    }

    /**
     * The variant that answers.
     *
     * @param random evenly distributed in [0, 1)
     */
    public String choose(double random) {
        double left =
                random * split.values().stream().mapToDouble(weight -> weight).sum();
        String last = "";
        for (Map.Entry<String, Double> weight : split.entrySet()) {
            if (weight.getValue() > 0) {
                last = weight.getKey();
                left -= weight.getValue();
                if (left < 0) {
                    break;
                }
            }
        }
        return last;
    }

    /** @throws IllegalArgumentException if it speaks of a variant that is not one of these */
    public void requireKnown(Collection<String> variants) {
        for (String variant : split.keySet()) {
            requireKnown("split", variant, variants);
        }
        if (shadow != null) {
            requireKnown("shadow", shadow.variant(), variants);
        }
    }

    private static void requireKnown(String where, String variant, Collection<String> variants) {
        if (!variants.contains(variant)) {
            throw new IllegalArgumentException("the " + where + " of the traffic speaks of variant '" + variant
                    + "', which is not one of " + variants);
        }
    }
}
