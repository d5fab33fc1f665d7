package io.reparam.service.rest;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The content codings of HTTP that are understood; {@code deflate} is zlib's format, as RFC 9110 says. */
public enum ContentCoding {
    IDENTITY,
    GZIP,
    DEFLATE;

    private static final int BUFFER = 16 * 1024;

    /** The name in headers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The coding that a body has.
     *
     * @param header {@code Content-Encoding}; null or empty for none
     * @throws ServiceException UNSUPPORTED_MEDIA
     */
    static ContentCoding of(@Nullable String header) {
        String name =
                header == null || header.isBlank() ? "identity" : header.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default ->
                throw new ServiceException(
                        ErrorKind.UNSUPPORTED_MEDIA,
                        "the content encoding " + CallerText.quote(name)
                                + " is not supported; send gzip, deflate or none");
        };
    }

    /** @throws IOException if the bytes do not begin as the coding does */
    InputStream decoded(InputStream in) throws IOException {
        return switch (this) {
            case IDENTITY -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case DEFLATE -> new InflaterInputStream(in);
        };
    }

    /** The bytes in this coding. */
    public byte[] encoded(byte[] plain) {
        if (this == IDENTITY) {
            return plain;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2 + 64);
        try (OutputStream out = this == GZIP ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @param header {@code Accept-Encoding}; the first of its codings that is known here and not forbidden by {@code q=0} */
    public static ContentCoding accepted(@Nullable String header) {
        for (String entry :
                (header == null ? "" : header).toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = entry.split(";", -1);
            boolean forbidden = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
            if (!forbidden) {
                switch (parts[0].strip()) {
                    case "gzip", "x-gzip" -> {
                        return GZIP;
                    }
                    case "deflate" -> {
                        return DEFLATE;
                    }
                    default -> {
                        // not one of ours
                    }
                }
            }
        }
        return IDENTITY;
    }
}
