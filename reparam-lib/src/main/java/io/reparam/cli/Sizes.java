package io.reparam.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option such as {@code 224}, or {@code 48x320} for height and width. */
record Sizes(List<Integer> values) {
    int height() {
        return values.get(0);
    }

    int width() {
        return values.get(values.size() - 1);
    }

    static final class Converter implements ITypeConverter<Sizes> {
        @Override
        public Sizes convert(String text) {
            if (!text.matches("[1-9][0-9]{0,5}(x[1-9][0-9]{0,5})*")) {
                throw new TypeConversionException("'" + text + "' must be pixels, such as 224 or 48x320");
            }
            return new Sizes(
                    Arrays.stream(text.split("x", -1)).map(Integer::valueOf).toList());
        }
    }
}
