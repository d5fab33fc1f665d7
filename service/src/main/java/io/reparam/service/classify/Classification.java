package io.reparam.service.classify;

import io.reparam.service.rank.Prediction;
import java.util.List;

/**
 * The answer.
 *
 * @param model that answered
 * @param version of it
 * @param variant of it
 * @param provider where it ran: {@code cpu} or {@code cuda}
 * @param predictions highest probability first, of equal ones the lowest index first
 * @param timings of the steps
 */
public record Classification(
        String model, int version, String variant, String provider, List<Prediction> predictions, Timings timings) {

    /** Microseconds that each step took; reading the request is not among them. */
    public record Timings(
            long decodeMicros, long queueMicros, long preprocessMicros, long inferMicros, long postprocessMicros) {
        static Timings of(Call call) {
            return new Timings(
                    micros(call, Stage.DECODE),
                    micros(call, Stage.QUEUE),
                    micros(call, Stage.PREPROCESS),
                    micros(call, Stage.INFER),
                    micros(call, Stage.POSTPROCESS));
        }

        private static long micros(Call call, Stage stage) {
            return call.nanos(stage) / 1000;
        }
    }
}
