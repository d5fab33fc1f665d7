package io.reparam.service.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.image.PreprocessSpec;
import io.reparam.service.BadImages;
import io.reparam.service.SampleImages;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RequestImageTest {
    private final RequestImage images = new RequestImage(
            new Limits(
                    DataSize.ofMegabytes(1),
                    32 * 32,
                    Duration.ofSeconds(5),
                    DataSize.ofBytes(0),
                    Duration.ofMinutes(1)),
            new DecodeAdmission(new Limits(
                    DataSize.ofMegabytes(1),
                    32 * 32,
                    Duration.ofSeconds(5),
                    DataSize.ofBytes(0),
                    Duration.ofMinutes(1))));

    @Test
    void decode_sample_hasItsSize() {
        assertThat(images.decode(SampleImages.first().png(), PreprocessSpec.CIFAR, () -> Long.MAX_VALUE)
                        .rgb())
                .hasSize(3 * 32 * 32);
    }

    @Test
    void decode_badFiles_becomeKinds() {
        assertRefused(new byte[0], ErrorKind.BAD_IMAGE);
        assertRefused(BadImages.text(), ErrorKind.BAD_IMAGE);
        assertRefused(BadImages.cut(SampleImages.first().jpeg()), ErrorKind.BAD_IMAGE);
        assertRefused(BadImages.hugePng(), ErrorKind.TOO_LARGE);
        assertRefused(BadImages.avif(), ErrorKind.UNSUPPORTED_MEDIA);
    }

    private void assertRefused(byte[] file, ErrorKind kind) {
        assertThatThrownBy(() -> images.decode(file, PreprocessSpec.CIFAR, () -> Long.MAX_VALUE))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
