package io.reparam.service.rest;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads {@code {"image": "..."}} and {@code {"images": ["...", ...]}}, image files in base64. Belongs to one request. */
final class JsonImages {
    private final List<byte[]> files = new ArrayList<>();
    private boolean many;

    private JsonImages() {}

    /** No image file begins like this, whatever its content type says. */
    static boolean looksLike(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == '{';
            }
        }
        return false;
    }

    /** @throws io.reparam.service.error.ServiceException BAD_REQUEST naming the field, and what it must be */
    static RequestImages read(byte[] body) {
        return RequestJson.read(body, 0, body.length, parser -> {
            JsonImages images = new JsonImages();
            RequestJson.fields(parser, "the request", images::field);
            return images.images();
        });
    }

    private void field(String name, JsonParser in) {
        if (!files.isEmpty()) {
            throw RequestJson.bad("there is a second field " + RequestJson.quote(name)
                    + "; send 'image' or 'images' alone, and all else in the query");
        }
        switch (name) {
            case "image" -> files.add(base64(in));
            case "images" -> {
                many = true;
                RequestJson.require(in, JsonToken.START_ARRAY, "'images'", "an array");
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    ImageBody.requireRoom(files.size());
                    files.add(base64(in));
                }
            }
            default ->
                throw RequestJson.bad("there is no field " + RequestJson.quote(name)
                        + "; send 'image' or 'images', and all else in the query");
        }
    }

    private RequestImages images() {
        if (files.isEmpty()) {
            throw RequestJson.bad("there is no image; send {\"image\": \"BASE64\"} or {\"images\": [\"BASE64\", ...]}");
        }
        return new RequestImages(files, many);
    }

    private static byte[] base64(JsonParser in) {
        RequestJson.require(in, JsonToken.VALUE_STRING, "an image", "a string of base64");
        try {
            return in.getBinaryValue();
        } catch (JacksonException e) {
            throw RequestJson.bad("an image is not base64; send the bytes of an image file in base64");
        }
    }
}
