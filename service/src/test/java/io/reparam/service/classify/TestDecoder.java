package io.reparam.service.classify;

import io.reparam.service.decode.DecodeAdmission;
import io.reparam.service.decode.Limits;
import io.reparam.service.decode.RequestImage;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** Decodes what tests send. */
final class TestDecoder {
    private TestDecoder() {}

    /** Up to a megapixel in a megabyte. */
    static RequestImage small() {
        Limits limits = new Limits(
                DataSize.ofMegabytes(1), 1_000_000, Duration.ofSeconds(5), DataSize.ofBytes(0), Duration.ofMinutes(1));
        return new RequestImage(limits, new DecodeAdmission(limits));
    }
}
