package io.reparam.service.rest;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Reads bodies, compressed or not, up to the one limit. Any number of threads may share it. */
@Component
public final class RequestBytes {
    /** A body that says that it is no longer than this gets its memory at once; for a longer one it grows with what arrives. */
    private static final int AT_ONCE = 1 << 20;

    private final int maxBytes;

    RequestBytes(@Value("${reparam.limits.max-body}") DataSize maxBody) {
        maxBytes = Math.toIntExact(maxBody.toBytes());
    }

    /**
     * The whole body, decompressed if its {@code Content-Encoding} says so.
     *
     * @throws ServiceException TOO_LARGE before or after decompression, UNSUPPORTED_MEDIA for another coding, TOO_SLOW,
     *     OVERLOADED if there is no memory for it now, BAD_REQUEST if the body breaks off or is not what its coding says
     */
    public byte[] read(HttpServletRequest request) {
        requireLength(request);
        try {
            ContentCoding coding = ContentCoding.of(request.getHeader("Content-Encoding"));
            long length = request.getContentLengthLong();
            if (coding == ContentCoding.IDENTITY && length >= 0 && length <= AT_ONCE) {
                BodyRoom.of(request).take(length);
                byte[] bytes = new byte[(int) length];
                if (request.getInputStream().readNBytes(bytes, 0, bytes.length) < bytes.length) {
                    throw brokenOff();
                }
                return bytes;
            }
            MeteredStream body = new MeteredStream(coding.decoded(request.getInputStream()), BodyRoom.of(request));
            byte[] bytes = read(body);
            body.whole();
            return bytes;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /**
     * Takes the memory for what is read out of a body.
     *
     * @param length bytes of it that are JSON
     * @throws ServiceException TOO_LARGE or OVERLOADED
     */
    public void requireRoomForJson(HttpServletRequest request, byte[] body, int length) {
        BodyRoom.of(request).take(JsonWeight.of(body, length));
    }

    /**
     * Takes the memory for the parts of a form: in the container's hands, and in ours.
     *
     * @throws ServiceException TOO_LARGE or OVERLOADED
     */
    void requireRoomForParts(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        BodyRoom.of(request).take(3 * (length < 0 ? maxBytes : length));
    }

    /** @throws ServiceException TOO_LARGE if the request says that it is */
    void requireLength(HttpServletRequest request) {
        if (request.getContentLengthLong() > maxBytes) {
            throw tooLarge();
        }
    }

    byte[] read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(maxBytes);
        if (bytes.length == maxBytes && in.read() >= 0) {
            throw tooLarge();
        }
        return bytes;
    }

    /** Bytes that a request may have. */
    int most() {
        return maxBytes;
    }

    ServiceException tooLarge() {
        return new ServiceException(
                ErrorKind.TOO_LARGE, "the request is larger than " + maxBytes + " bytes; send less");
    }

    /** What a body that could not be read to its end means. */
    static ServiceException failure(IOException e) {
        return e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException
                ? new ServiceException(ErrorKind.TOO_SLOW, BodyDeadline.MESSAGE)
                : brokenOff();
    }

    private static ServiceException brokenOff() {
        return new ServiceException(ErrorKind.BAD_REQUEST, "the request body broke off or is malformed");
    }
}
