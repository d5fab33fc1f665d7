package io.reparam.service.decode;

import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import io.reparam.image.decode.DecodeWatch;
import io.reparam.image.decode.EncodedImage;
import io.reparam.image.decode.ImageDecodeException;
import io.reparam.image.decode.ImageDecoder;
import io.reparam.image.decode.NativeCodecs;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Decodes the images of requests within the limits. Any number of threads may share it. */
@Component
public final class RequestImage {
    private static final Logger LOG = LoggerFactory.getLogger(RequestImage.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ImageDecoder decoder;
    private final Duration time;
    private final DecodeAdmission admission;

    public RequestImage(Limits limits, DecodeAdmission admission) {
        decoder = new ImageDecoder(limits.maxPixels());
        time = limits.decodeTime();
        this.admission = admission;
        LOG.info(NativeCodecs.summary());
    }

    /**
     * Decodes a file, as small as the net needs it, once there is room for it.
     *
     * @param caller says for how long it waits
     * @throws ServiceException TOO_LARGE, BAD_IMAGE, UNSUPPORTED_MEDIA, OVERLOADED or DEADLINE_EXCEEDED
     */
    public RgbImage decode(byte[] file, PreprocessSpec spec, DecodeWatch caller) {
        try {
            EncodedImage image = decoder.open(file);
            try (DecodeAdmission.Place place = admission.enter(image.memory(spec), caller)) {
                return decode(image, spec, caller, processorTime());
            }
        } catch (ImageDecodeException e) {
            throw new ServiceException(kind(e.reason()), String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // an array did not fit; those of others are untouched, so this request alone fails, and not for its image
            throw new ServiceException(
                    ErrorKind.OVERLOADED, "the service has no memory left for the image now; try again in a second");
        }
    }

    /** By the clock of this thread: a machine that is busy with others is not the image's fault. */
    private DecodeWatch processorTime() {
        if (!THREADS.isCurrentThreadCpuTimeSupported()) {
            return DecodeWatch.of(time);
        }
        long end = THREADS.getCurrentThreadCpuTime() + time.toNanos();
        return () -> end - THREADS.getCurrentThreadCpuTime();
    }

    private RgbImage decode(EncodedImage image, PreprocessSpec spec, DecodeWatch caller, DecodeWatch budget)
            throws ImageDecodeException {
        try {
            return image.decode(spec, () -> Math.min(caller.nanosLeft(), budget.nanosLeft()));
        } catch (ImageDecodeException e) {
            if (e.reason() == ImageDecodeException.Reason.STOPPED && caller.nanosLeft() < budget.nanosLeft()) {
                throw new ServiceException(
                        ErrorKind.DEADLINE_EXCEEDED, "the deadline passes before the image is decoded");
            }
            throw e;
        }
    }

    private static ErrorKind kind(ImageDecodeException.Reason reason) {
        return switch (reason) {
            case EMPTY, NOT_AN_IMAGE, CORRUPT -> ErrorKind.BAD_IMAGE;
            case TOO_MANY_PIXELS, STOPPED -> ErrorKind.TOO_LARGE;
            case OTHER_FORMAT, UNSUPPORTED_COLOUR -> ErrorKind.UNSUPPORTED_MEDIA;
        };
    }
}
