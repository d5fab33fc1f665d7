package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.rank.Prediction;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both transports promise; each runs these tests with a client of its own. */
abstract class ClassifyContract extends StartedService {
    private static final String[] LABELS = {
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"
    };

    /** What came back. */
    sealed interface Answer {}

    record Answered(String model, int version, String variant, String provider, List<Prediction> predictions)
            implements Answer {}

    record Refused(String code, String message) implements Answer {}

    abstract Answer send(byte[] image, @Nullable String model, @Nullable String variant, @Nullable Integer topK);

    /** The transport's code of a failure. */
    abstract String code(ErrorKind kind);

    @ParameterizedTest
    @ValueSource(strings = {"attention", "reparam"})
    void classify_png_answersWithThatVariant(String variant) {
        Answered answer = answered(SampleImages.first().png(), "cifar10", variant, 3);
        assertThat(answer.model()).isEqualTo("cifar10");
        assertThat(answer.version()).isEqualTo(1);
        assertThat(answer.variant()).isEqualTo(variant);
        assertThat(answer.provider()).isIn("cpu", "cuda");
        assertThat(answer.predictions()).hasSize(3);
    }

    @Test
    void classify_allClasses_areSortedAndSumToOne() {
        Answered answer = answered(SampleImages.first().png(), null, null, 10);
        assertThat(answer.predictions())
                .hasSize(10)
                .isSortedAccordingTo(Comparator.comparingDouble(Prediction::probability)
                        .reversed()
                        .thenComparingInt(Prediction::index));
        assertThat(answer.predictions().stream()
                        .mapToDouble(Prediction::probability)
                        .sum())
                .isCloseTo(1, within(1e-5));
        assertThat(answer.predictions())
                .allSatisfy(prediction -> assertThat(prediction.label()).isEqualTo(LABELS[prediction.index()]));
    }

    @Test
    void classify_noParameters_takesTheDefaults() {
        Answered answer = answered(SampleImages.first().png(), null, null, null);
        assertThat(answer.model()).isEqualTo("cifar10");
        assertThat(answer.variant())
                .isEqualTo(rest.get("/v1/models")
                        .json()
                        .at("/models/0/defaultVariant")
                        .asString());
        assertThat(answer.predictions()).hasSize(5);
    }

    @Test
    void classify_jpeg_isUnderstood() {
        assertThat(answered(SampleImages.first().jpeg(), null, null, 1).predictions())
                .hasSize(1);
    }

    @Test
    void classify_manyAtOnce_eachGetsItsOwnAnswer() {
        List<byte[]> images = SampleImages.all().stream()
                .limit(24)
                .map(SampleImages.Sample::png)
                .toList();
        List<Answer> oneByOne =
                images.stream().map(image -> send(image, null, null, 10)).toList();
        List<Answer> atOnce = images.parallelStream()
                .map(image -> send(image, null, null, 10))
                .toList();
        assertThat(atOnce).isEqualTo(oneByOne);
    }

    @Test
    void classify_nothing_isBadImage() {
        assertRefused(send(new byte[0], null, null, null), ErrorKind.BAD_IMAGE, "empty");
    }

    @Test
    void classify_text_isBadImage() {
        assertRefused(send(BadImages.text(), null, null, null), ErrorKind.BAD_IMAGE, "PNG, JPEG, WebP");
    }

    @Test
    void classify_cutImages_areBadImages() {
        SampleImages.Sample sample = SampleImages.first();
        assertRefused(send(BadImages.cut(sample.png()), null, null, null), ErrorKind.BAD_IMAGE, "truncated");
        assertRefused(send(BadImages.cut(sample.jpeg()), null, null, null), ErrorKind.BAD_IMAGE, "truncated");
    }

    @Test
    void classify_avif_isUnsupported() {
        assertRefused(send(BadImages.avif(), null, null, null), ErrorKind.UNSUPPORTED_MEDIA, "AVIF");
    }

    @Test
    void classify_hugePixels_areTooLarge() {
        assertRefused(send(BadImages.hugePng(), null, null, null), ErrorKind.TOO_LARGE, "60000x60000");
    }

    @Test
    void classify_hugeBody_isTooLarge() {
        assertRefused(send(BadImages.megabytes(20), null, null, null), ErrorKind.TOO_LARGE, "10485760");
    }

    @Test
    void classify_unknownModel_isNotFound() {
        assertRefused(
                send(SampleImages.first().png(), "nope", null, null), ErrorKind.UNKNOWN_MODEL, "there is cifar10");
    }

    @Test
    void classify_unknownVariant_saysTheKnownOnes() {
        Answer answer = send(SampleImages.first().png(), null, "fast", null);
        assertRefused(answer, ErrorKind.UNKNOWN_VARIANT, "'fast'");
        assertRefused(answer, ErrorKind.UNKNOWN_VARIANT, "attention");
        assertRefused(answer, ErrorKind.UNKNOWN_VARIANT, "reparam");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 11, Integer.MAX_VALUE})
    void classify_impossibleTopK_isBadRequest(int topK) {
        assertRefused(send(SampleImages.first().png(), null, null, topK), ErrorKind.BAD_REQUEST, "1 to 10");
    }

    @Test
    void classify_afterRefusals_stillAnswers() {
        send(BadImages.text(), null, null, null);
        send(BadImages.hugePng(), null, null, null);
        assertThat(answered(SampleImages.first().png(), null, null, 1).predictions())
                .hasSize(1);
    }

    private Answered answered(byte[] image, @Nullable String model, @Nullable String variant, @Nullable Integer topK) {
        Answer answer = send(image, model, variant, topK);
        assertThat(answer).isInstanceOf(Answered.class);
        return (Answered) answer;
    }

    private void assertRefused(Answer answer, ErrorKind kind, String message) {
        assertThat(answer).isInstanceOf(Refused.class);
        Refused refused = (Refused) answer;
        assertThat(refused.code()).isEqualTo(code(kind));
        assertThat(refused.message())
                .contains(message)
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }
}
