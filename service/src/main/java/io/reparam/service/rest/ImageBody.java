package io.reparam.service.rest;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.tomcat.util.http.fileupload.impl.FileCountLimitExceededException;
import org.apache.tomcat.util.http.fileupload.impl.SizeException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;

/**
 * Gets the images out of a request: the parts {@code image} of a form, or JSON with base64. Any other body is taken as it is,
 * whatever its content type says and even if there is none. Any number of threads may share it.
 */
@Component
final class ImageBody {
    static final String PART = "image";

    /** As many as a batch of the Open Inference Protocol may have; Tomcat's limit on parts is above it. */
    private static final int MOST = 64;

    private final RequestBytes bytes;

    ImageBody(RequestBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * The bytes of the images, whatever they are.
     *
     * @throws ServiceException TOO_LARGE; UNSUPPORTED_MEDIA for an unknown content encoding; BAD_REQUEST if there is no image part or
     *     the body breaks off
     */
    RequestImages read(HttpServletRequest request) {
        if (!isForm(request.getContentType())) {
            byte[] body = bytes.read(request);
            if (!JsonImages.looksLike(body)) {
                return RequestImages.one(body);
            }
            bytes.requireRoomForJson(request, body, body.length);
            return JsonImages.read(body);
        }
        bytes.requireLength(request);
        bytes.requireRoomForParts(request);
        try {
            return readParts(request);
        } catch (IOException e) {
            throw RequestBytes.failure(e);
        }
    }

    private RequestImages readParts(HttpServletRequest request) throws IOException {
        try {
            MultipartHttpServletRequest form = WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
            if (form != null) {
                form.getMultiFileMap(); // parses the body, and turns the container's errors into Spring's
            }
            List<byte[]> files = new ArrayList<>();
            for (Part part : request.getParts()) {
                if (part.getName().equals(PART)) {
                    requireRoom(files.size());
                    try (InputStream in = part.getInputStream()) {
                        files.add(bytes.read(in));
                    }
                }
            }
            if (files.isEmpty()) {
                throw new ServiceException(ErrorKind.BAD_REQUEST, "the form has no part named '" + PART + "'");
            }
            return new RequestImages(files, files.size() > 1);
        } catch (MaxUploadSizeExceededException e) {
            throw tooLarge(e);
        } catch (MultipartException | ServletException | IllegalStateException e) {
            if (NestedExceptionUtils.getRootCause(e) instanceof IOException broken) {
                throw RequestBytes.failure(broken);
            }
            throw new ServiceException(ErrorKind.BAD_REQUEST, "the multipart form is malformed");
        }
    }

    /** @throws ServiceException TOO_LARGE if there may be no more images than so many */
    static void requireRoom(int files) {
        if (files == MOST) {
            throw new ServiceException(
                    ErrorKind.TOO_LARGE, "there are more than " + MOST + " images; send them in several requests");
        }
    }

    /** Spring has one exception for all that a form may have too much of. */
    private ServiceException tooLarge(MaxUploadSizeExceededException e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        if (cause instanceof FileCountLimitExceededException count) {
            return new ServiceException(
                    ErrorKind.TOO_LARGE, "the form has more than " + count.getLimit() + " parts; send fewer");
        }
        if (cause instanceof SizeException size && size.getPermittedSize() < bytes.most()) {
            return new ServiceException(
                    ErrorKind.TOO_LARGE,
                    "the headers of a part of the form are larger than " + size.getPermittedSize()
                            + " bytes; send less");
        }
        return bytes.tooLarge();
    }

    private static boolean isForm(@Nullable String contentType) {
        return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }
}
