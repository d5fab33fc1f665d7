package io.reparam.fold.match;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What was read from a graph, or why it could not be.
 *
 * @param <T> what was asked for
 */
public sealed interface Result<T> {
    /** It is there. */
    record Found<T>(T value) implements Result<T> {
        @Override
        public <U> U either(Function<T, U> ifFound, Function<String, U> otherwise) {
            return ifFound.apply(value);
        }
    }

    /**
     * It is not.
     *
     * @param reason end of a sentence for a person
     */
    record Problem<T>(String reason) implements Result<T> {
        @Override
        public <U> U either(Function<T, U> ifFound, Function<String, U> otherwise) {
            return otherwise.apply(reason);
        }
    }

    <U> U either(Function<T, U> ifFound, Function<String, U> otherwise);

    static <T> Result<T> found(T value) {
        return new Found<>(value);
    }

    static <T> Result<T> problem(String reason) {
        return new Problem<>(reason);
    }

    /** Reads only if there is no problem. */
    static <T> Result<T> unless(Optional<String> problem, Supplier<T> value) {
        return problem.<Result<T>>map(Problem::new).orElseGet(() -> found(value.get()));
    }

    default <U> Result<U> then(Function<T, Result<U>> next) {
        return either(next, Result::problem);
    }

    /** The reason; empty if it is there. */
    default Optional<String> problem() {
        return either(value -> Optional.empty(), Optional::of);
    }

    /** Puts words before the reason. */
    default Result<T> about(String subject) {
        return either(Result::found, reason -> problem(subject + " " + reason));
    }
}
