package io.reparam.service.decode;

import io.reparam.artifact.ImageDecodeException;
import io.reparam.artifact.ImageDecoder;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.artifact.RgbImage;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import org.springframework.stereotype.Component;

/** Decodes the images of requests within the limits. Any number of threads may share it. */
@Component
public final class RequestImage {
    private final ImageDecoder decoder;

    public RequestImage(Limits limits) {
        decoder = new ImageDecoder(limits.maxPixels());
    }

    /**
     * Decodes a file, as small as the net needs it.
     *
     * @throws ServiceException TOO_LARGE, BAD_IMAGE or UNSUPPORTED_MEDIA
     */
    public RgbImage decode(byte[] file, PreprocessSpec spec) {
        try {
            return decoder.decode(file, spec);
        } catch (ImageDecodeException e) {
            throw new ServiceException(kind(e.reason()), String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // one array of a huge image did not fit; the arrays of others are untouched, so this request alone fails
            throw new ServiceException(
                    ErrorKind.TOO_LARGE, "the image needs more memory than the service has left; make it smaller");
        }
    }

    private static ErrorKind kind(ImageDecodeException.Reason reason) {
        return switch (reason) {
            case EMPTY, NOT_PNG_OR_JPEG, CORRUPT -> ErrorKind.BAD_IMAGE;
            case TOO_MANY_PIXELS -> ErrorKind.TOO_LARGE;
            case OTHER_FORMAT, UNSUPPORTED_COLOUR -> ErrorKind.UNSUPPORTED_MEDIA;
        };
    }
}
