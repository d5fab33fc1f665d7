package io.reparam.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What was asked for, or why it is not to be had. A check gives what it has checked.
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

    /** The values of all, or the first problem; what comes after a problem is not asked. */
    static <T> Result<List<T>> all(Stream<Result<T>> results) {
        List<T> values = new ArrayList<>();
        for (Result<T> result : (Iterable<Result<T>>) results::iterator) {
            if (result instanceof Found<T> found) {
                values.add(found.value());
            } else {
                return result.map(value -> values);
            }
        }
        return found(values);
    }

    default <U> Result<U> then(Function<T, Result<U>> next) {
        return either(next, Result::problem);
    }

    /** The same of another value. */
    default <U> Result<U> map(Function<T, U> function) {
        return either(value -> found(function.apply(value)), Result::problem);
    }

    /** Puts words before the reason. */
    default Result<T> about(String subject) {
        return either(Result::found, reason -> problem(subject + " " + reason));
    }
}
