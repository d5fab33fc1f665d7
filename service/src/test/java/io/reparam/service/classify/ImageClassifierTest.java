package io.reparam.service.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.BadImages;
import io.reparam.service.SampleImages;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.LoadedModels;
import io.reparam.service.runtime.ServedModels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageClassifierTest {
    private final ServedModels models = LoadedModels.fromTheJar();
    private final Admission admission = new Admission(new AdmissionSettings(1));
    private final Notes notes = new Notes();
    private final Calls calls = new Calls(notes, models);
    private final ImageClassifier classifier = new ImageClassifier(
            models, new ModelRun(admission, TestDecoder.small(), new VariantRun(new Shadow(new VariantNotes()))));

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void classify_image_goesThroughTheStagesInOrder() {
        classify(SampleImages.first().png(), "reparam");
        assertThat(notes.heard)
                .containsExactly(
                        "reparam decode",
                        "reparam preprocess",
                        "reparam queue",
                        "reparam infer",
                        "reparam postprocess",
                        "reparam done null");
        assertThat(admission.inFlight()).isZero();
    }

    @Test
    void classify_badImage_isHeardOnceAndLeavesItsPlace() {
        assertThatThrownBy(() -> classify(BadImages.text(), "attention")).isInstanceOf(ServiceException.class);
        assertThat(notes.heard).containsExactly("attention done BAD_IMAGE");
        assertThat(admission.inFlight()).isZero();
    }

    @Test
    void classify_unknownVariant_isHeardWithoutItsName() {
        assertThatThrownBy(() -> classify(SampleImages.first().png(), "strange"))
                .hasMessageContaining("'strange'");
        assertThat(notes.heard).containsExactly("none done UNKNOWN_VARIANT");
    }

    @Test
    void classify_full_isOverloaded() {
        admission.enter();
        assertThatThrownBy(() -> classify(SampleImages.first().png(), "reparam"))
                .isInstanceOf(ServiceException.class);
        assertThat(notes.heard).containsExactly("reparam done OVERLOADED");
    }

    @Test
    void call_thatCannotBeRead_countsForWhomItAsked() {
        ServiceException much = new ServiceException(ErrorKind.TOO_LARGE, "much");
        assertThat(calls.receive(Protocol.REST, "cifar10", "attention").failed(much))
                .isSameAs(much);
        calls.receive(Protocol.REST, "cifar10.attention", null).failed(much);
        calls.receive(Protocol.REST, null, null).failed(much);
        calls.receive(Protocol.REST, "cifar10", "strange").failed(much);
        calls.receive(Protocol.REST, "strange", null).failed(much);
        assertThat(notes.heard)
                .containsExactly(
                        "attention done TOO_LARGE",
                        "attention done TOO_LARGE",
                        "reparam done TOO_LARGE",
                        "none done TOO_LARGE",
                        "none done TOO_LARGE");
        assertThat(notes.received).isEqualTo(5);
    }

    @Test
    void call_withADefect_hidesItsReason() {
        ServiceException heard =
                calls.receive(Protocol.REST, "strange", null).failed(new IllegalStateException("a secret"));
        assertThat(heard.kind()).isEqualTo(ErrorKind.INTERNAL);
        assertThat(heard).hasMessageNotContaining("secret");
        assertThat(notes.heard).containsExactly("none done INTERNAL");
    }

    @Test
    void classify_afterClose_isNotReady() {
        models.close();
        assertThatThrownBy(() -> classify(SampleImages.first().png(), null)).hasMessageContaining("shutting down");
        assertThat(notes.heard).containsExactly("none done NOT_READY");
    }

    private void classify(byte[] image, @Nullable String variant) {
        Call call = calls.receive(Protocol.REST, null, variant);
        try {
            call.answered(classifier.classify(call, new ClassifyRequest(image, null, variant, null)));
        } catch (RuntimeException e) {
            throw call.failed(e);
        }
    }

    /** Writes down what it hears. */
    private static final class Notes implements ClassifyListener {
        final List<String> heard = new ArrayList<>();
        int received;

        @Override
        public void requestReceived(Protocol protocol) {
            received++;
        }

        @Override
        public void stageDone(Target target, Protocol protocol, Stage stage, long nanos) {
            heard.add(target.variant() + " " + stage.label());
        }

        @Override
        public void requestDone(Target target, Protocol protocol, @Nullable ErrorKind failure, long nanos) {
            heard.add(target.variant() + " done " + failure);
        }
    }
}
