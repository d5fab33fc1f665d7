package io.reparam.service.rest;

import io.reparam.service.batch.Deadline;
import io.reparam.service.classify.CallTerms;
import io.reparam.service.classify.ClassifyRequest;
import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a classification. Read from the query string alone: the servlet API looks for parameters in a form body too,
 * and would use up an image that curl's {@code --data-binary} sends as {@code application/x-www-form-urlencoded}.
 *
 * @param model null if absent or empty
 * @param variant null if absent or empty
 * @param topK null if absent or empty
 * @param timeout milliseconds that the caller waits, from when its body was read; null if absent or empty
 */
record ClassifyQuery(
        @Nullable String model,
        @Nullable String variant,
        @Nullable Integer topK,
        @Nullable Integer timeout) {

    /** @throws ServiceException BAD_REQUEST if a value cannot be read; parameters with other names are passed over */
    static ClassifyQuery parse(@Nullable String query) {
        String model = null;
        String variant = null;
        Integer topK = null;
        Integer timeout = null;
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!value.isEmpty()) {
                switch (name) {
                    case "model" -> model = value;
                    case "variant" -> variant = value;
                    case "topK" -> topK = number(name, value);
                    case "timeout" -> timeout = positive(name, value);
                    default -> {
                        // not ours
                    }
                }
            }
        }
        return new ClassifyQuery(model, variant, topK, timeout);
    }

    /** A parameter whatever the others are; null if it is absent, empty or cannot be read. */
    static @Nullable String value(@Nullable String query, String wanted) {
        String found = null;
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            if (pair.startsWith(wanted + "=")) {
                try {
                    found = URLDecoder.decode(pair.substring(wanted.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    found = null;
                }
            }
        }
        return found == null || found.isEmpty() ? null : found;
    }

    /** One request an image; the timeout is of all together. */
    List<ClassifyRequest> with(List<byte[]> images) {
        CallTerms terms =
                timeout == null ? CallTerms.NONE : CallTerms.NONE.until(Deadline.after(Duration.ofMillis(timeout)));
        return images.stream()
                .map(image -> new ClassifyRequest(image, model, variant, topK, terms))
                .toList();
    }

    private static String decode(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ServiceException(
                    ErrorKind.BAD_REQUEST, "the query value " + CallerText.quote(value) + " has a broken % escape");
        }
    }

    private static Integer positive(String name, String value) {
        Integer number = number(name, value);
        if (number < 1) {
            throw new ServiceException(ErrorKind.BAD_REQUEST, name + " is " + number + "; it must be 1 or more");
        }
        return number;
    }

    private static Integer number(String name, String value) {
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw new ServiceException(
                    ErrorKind.BAD_REQUEST, name + " is " + CallerText.quote(value) + "; it must be a whole number");
        }
    }
}
