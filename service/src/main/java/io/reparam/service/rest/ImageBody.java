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
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
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

    private final int maxBytes;

    ImageBody(@Value("${reparam.limits.max-body}") DataSize maxBody) {
        maxBytes = Math.toIntExact(maxBody.toBytes());
    }

    /** @throws ServiceException TOO_LARGE, or BAD_REQUEST if there is no image part or the body breaks off */
    byte[] read(HttpServletRequest request) {
        if (request.getContentLengthLong() > maxBytes) {
            throw tooLarge();
        }
        try {
            return isForm(request.getContentType()) ? readPart(request) : readBounded(request.getInputStream());
        } catch (IOException e) {
            throw new ServiceException(ErrorKind.BAD_REQUEST, "the request body broke off or is malformed");
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
                return readBounded(in);
            }
        } catch (MaxUploadSizeExceededException e) {
            throw tooLarge();
        } catch (MultipartException | ServletException | IllegalStateException e) {
            throw new ServiceException(ErrorKind.BAD_REQUEST, "the multipart form is malformed");
        }
    }

    private byte[] readBounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(maxBytes);
        if (bytes.length == maxBytes && in.read() >= 0) {
            throw tooLarge();
        }
        return bytes;
    }

    private ServiceException tooLarge() {
        return new ServiceException(
                ErrorKind.TOO_LARGE, "the request is larger than " + maxBytes + " bytes; send a smaller image");
    }

    private static boolean isForm(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }
}
