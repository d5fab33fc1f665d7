package io.reparam.service.rest;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.inference.Parameters;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON of requests token by token, so that tensors never become trees. */
public final class RequestJson {
    private static final int MAX_DEPTH = 100;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    // a body has a limit of its own
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private RequestJson() {}

    /**
     * Reads one value that is all there is.
     *
     * @param read begins at its first token and ends at its last
     * @throws ServiceException BAD_REQUEST if it is not JSON, too deep, or not alone
     */
    public static <T> T read(byte[] json, int offset, int length, Function<JsonParser, T> read) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json, offset, length)) {
            if (parser.nextToken() == null) {
                throw bad("the request is empty; it must be a JSON object");
            }
            T value = read.apply(parser);
            if (parser.nextToken() != null) {
                throw bad("something follows the JSON object; it must be alone");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw bad("the JSON is nested deeper than " + MAX_DEPTH + " levels or has a number that is too long");
        } catch (JacksonException e) {
            throw bad("the request is not valid JSON at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        }
    }

    /** The scalar fields of a small object; an empty body has none. */
    public static Parameters scalars(byte[] json) {
        return json.length == 0 ? Parameters.NONE : read(json, 0, json.length, RequestJson::parameters);
    }

    /** The field {@code parameters} of a small object. */
    public static Parameters parameters(byte[] json) {
        Parameters[] found = {Parameters.NONE};
        if (json.length > 0) {
            read(json, 0, json.length, parser -> {
                fields(parser, "the request", (name, in) -> {
                    if (name.equals("parameters")) {
                        found[0] = parameters(in);
                    } else {
                        in.skipChildren();
                    }
                });
                return found;
            });
        }
        return found[0];
    }

    /**
     * Reads an object.
     *
     * @param what for messages
     * @param field gets each name, with the parser at the first token of its value, and leaves it at the last
     */
    public static void fields(JsonParser parser, String what, BiConsumer<String, JsonParser> field) {
        require(parser, JsonToken.START_OBJECT, what, "an object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            field.accept(name, parser);
        }
    }

    /** Scalars by name; nested values mean nothing here and are passed over. */
    public static Parameters parameters(JsonParser parser) {
        Map<String, Object> values = new HashMap<>();
        fields(parser, "'parameters'", (name, in) -> {
            switch (in.currentToken()) {
                case VALUE_TRUE, VALUE_FALSE -> values.put(name, in.getBooleanValue());
                case VALUE_STRING -> values.put(name, in.getString());
                case VALUE_NUMBER_INT -> {
                    BigInteger number = in.getBigIntegerValue();
                    values.put(name, number.bitLength() < Long.SIZE ? (Object) number.longValue() : number);
                }
                case VALUE_NUMBER_FLOAT -> values.put(name, in.getDoubleValue());
                default -> in.skipChildren();
            }
        });
        return new Parameters(values);
    }

    public static String text(JsonParser parser, String what) {
        require(parser, JsonToken.VALUE_STRING, what, "a string");
        return parser.getString();
    }

    public static void require(JsonParser parser, JsonToken token, String what, String wanted) {
        if (parser.currentToken() != token) {
            throw bad(what + " must be " + wanted);
        }
    }

    public static ServiceException bad(String message) {
        return new ServiceException(ErrorKind.BAD_REQUEST, message);
    }

    /** What a caller calls an input or output, for messages. */
    public static String quote(String name) {
        return CallerText.quote(name);
    }
}
