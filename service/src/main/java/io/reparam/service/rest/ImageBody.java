package io.reparam.service.rest;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;

/**
 * Gets the image out of a request: the part {@code image} of a form, or else the body as it is, whatever its content type says
 * and even if there is none. Any number of threads may share it.
 */
@Component
final class ImageBody {
    static final String PART = "image";

    private final RequestBytes bytes;

    ImageBody(RequestBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * The image's bytes, whatever they are.
     *
     * @throws ServiceException TOO_LARGE; UNSUPPORTED_MEDIA for an unknown content encoding; BAD_REQUEST if there is no image part or
     *     the body breaks off
     */
    byte[] read(HttpServletRequest request) {
        if (!isForm(request.getContentType())) {
            return bytes.read(request);
        }
        bytes.requireLength(request);
        try {
            return readPart(request);
        } catch (IOException e) {
            throw RequestBytes.failure(e);
        }
    }

    private byte[] readPart(HttpServletRequest request) throws IOException {
        try {
            MultipartHttpServletRequest form = WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
            if (form != null) {
                form.getMultiFileMap(); // parses the body, and turns the container's errors into Spring's
            }
            @Nullable Part part = request.getPart(PART);
            if (part == null) {
                throw new ServiceException(ErrorKind.BAD_REQUEST, "the form has no part named '" + PART + "'");
            }
            try (InputStream in = part.getInputStream()) {
                return bytes.read(in);
            }
        } catch (MaxUploadSizeExceededException e) {
            throw bytes.tooLarge();
        } catch (MultipartException | ServletException | IllegalStateException e) {
            if (NestedExceptionUtils.getRootCause(e) instanceof IOException broken) {
                throw RequestBytes.failure(broken);
            }
            throw new ServiceException(ErrorKind.BAD_REQUEST, "the multipart form is malformed");
        }
    }

    private static boolean isForm(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }
}
