package io.reparam.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option such as {@code x=1,3,48,320}: the shape of an input. */
record InputShape(String input, List<Long> shape) {
    static final class Converter implements ITypeConverter<InputShape> {
        @Override
        public InputShape convert(String text) {
            int equals = text.lastIndexOf('=');
            String sizes = text.substring(equals + 1);
            if (equals < 1 || !sizes.matches("([0-9]{1,9}(,[0-9]{1,9})*)?")) {
                throw new TypeConversionException(
                        "'" + text + "' must be an input and its sizes, such as x=1,3,48,320");
            }
            List<Long> shape = sizes.isEmpty()
                    ? List.of()
                    : Arrays.stream(sizes.split(",", -1)).map(Long::valueOf).toList();
            return new InputShape(text.substring(0, equals), shape);
        }
    }

    /** @throws IllegalArgumentException if an input is named twice */
    static Map<String, List<Long>> byName(List<InputShape> shapes) {
        Map<String, List<Long>> byName = new LinkedHashMap<>();
        for (InputShape shape : shapes) {
            if (byName.put(shape.input(), shape.shape()) != null) {
                throw new IllegalArgumentException("--shape names input '" + shape.input() + "' twice");
            }
        }
        return byName;
    }
}
