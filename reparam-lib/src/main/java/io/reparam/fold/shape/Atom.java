package io.reparam.fold.shape;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** What a {@link Size} is made of: a number that is not known until the net runs. Equal ones are the same number. */
sealed interface Atom {
    /** Written so that only equal ones have the same text. */
    String key();

    /** The smallest number that it can be. */
    long least();

    /** A free dimension by the name that the file gives it; it is taken to be at least 1. */
    record Named(String name) implements Atom {
        @Override
        public String key() {
            return "'" + name.replace("'", "''") + "'";
        }

        @Override
        public long least() {
            return 1;
        }
    }

    /**
     * The dimension of a value that nothing explains further.
     *
     * @param declared whether it is an input's, which is taken to be at least 1
     */
    record Place(String value, int axis, boolean declared) implements Atom {
        @Override
        public String key() {
            return "\"" + value.replace("\"", "\"\"") + "\"@" + axis;
        }

        @Override
        public long least() {
            return declared ? 1 : 0;
        }
    }

    /** The dimension of what a body carries from one round to the next, where a round changes it. */
    record Varying(String value, int axis) implements Atom {
        @Override
        public String key() {
            return "\"" + value.replace("\"", "\"\"") + "\"~" + axis;
        }

        @Override
        public long least() {
            return 0;
        }
    }

    /** One whole number in a tensor, computed in a way that is not followed. */
    record Entry(String value, int index) implements Atom {
        @Override
        public String key() {
            return "\"" + value.replace("\"", "\"\"") + "\"#" + index;
        }

        @Override
        public long least() {
            return Size.ANY;
        }
    }

    /** {@code of / by}, rounded down, or towards 0 as ONNX's Div does. */
    record Quotient(Size of, Size by, boolean down) implements Atom {
        @Override
        public String key() {
            return (down ? "floor(" : "trunc(") + of + "," + by + ")";
        }

        @Override
        public long least() {
            long num = of.least();
            if (num < 0 || by.least() <= 0) {
                return Size.ANY;
            }
            return by.known().isPresent() ? num / by.known().getAsLong() : 0;
        }
    }

    /** The largest, or the smallest, of several. */
    record Extreme(boolean largest, List<Size> of) implements Atom {
        @Override
        public String key() {
            return (largest ? "max" : "min") + of;
        }

        @Override
        public long least() {
            long found = largest ? Size.ANY : Long.MAX_VALUE;
            for (Size size : of) {
                found = largest ? Math.max(found, size.least()) : Math.min(found, size.least());
            }
            return found;
        }
    }

    /** What two dimensions make together: the other one where one is 1. */
    record Broadcast(List<Size> of) implements Atom {
        @Override
        public String key() {
            return "broadcast" + of;
        }

        @Override
        public long least() {
            return of.stream().mapToLong(Size::least).min().orElse(0);
        }
    }

    /** {@code floor(of by)} in float32, as Resize computes it. */
    record Scaled(Size of, double by) implements Atom {
        @Override
        public String key() {
            return "scaled(" + of + "," + by + ")";
        }

        @Override
        public long least() {
            return 0;
        }
    }

    /** The number once the free ones are known; empty if one of them stays free. */
    default OptionalLong at(Function<Atom, OptionalLong> free) {
        OptionalLong given = free.apply(this);
        boolean single =
                this instanceof Named || this instanceof Place || this instanceof Varying || this instanceof Entry;
        if (given.isPresent() || single) {
            return given;
        }
        List<Size> parts = this instanceof Quotient q
                ? List.of(q.of(), q.by())
                : this instanceof Extreme e
                        ? e.of()
                        : this instanceof Broadcast b ? b.of() : List.of(((Scaled) this).of());
        long[] numbers = new long[parts.size()];
        for (int i = 0; i < numbers.length; i++) {
            OptionalLong number = parts.get(i).at(free);
            if (number.isEmpty()) {
                return number;
            }
            numbers[i] = number.getAsLong();
        }
        return combined(numbers);
    }

    private OptionalLong combined(long[] numbers) {
        if (this instanceof Quotient q) {
            return numbers[1] == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(q.down() ? Math.floorDiv(numbers[0], numbers[1]) : numbers[0] / numbers[1]);
        }
        if (this instanceof Scaled s) {
            return OptionalLong.of(Size.scaled(numbers[0], s.by()));
        }
        long found = numbers[0];
        for (long number : numbers) {
            found = this instanceof Broadcast
                    ? (found == 1 ? number : found)
                    : ((Extreme) this).largest() ? Math.max(found, number) : Math.min(found, number);
        }
        return OptionalLong.of(found);
    }
}
