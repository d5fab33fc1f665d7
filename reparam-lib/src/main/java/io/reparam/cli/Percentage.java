package io.reparam.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option such as {@code 0.5%}, or {@code 0.005}, which is the same. */
record Percentage(double value) {
    static final class Converter implements ITypeConverter<Percentage> {
        @Override
        public Percentage convert(String text) {
            if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?%?")) {
                throw new TypeConversionException("'" + text + "' must be a part, such as 0.5% or 0.005");
            }
            boolean percent = text.endsWith("%");
            double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
            return new Percentage(percent ? number / 100 : number);
        }
    }
}
