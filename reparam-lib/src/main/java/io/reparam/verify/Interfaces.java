package io.reparam.verify;

import io.reparam.ort.TypedSpec;
import java.util.List;

/** Whether two models can stand in for each other, as far as their declarations tell. */
final class Interfaces {
    private Interfaces() {}

    /** @throws ModelMismatchException naming the first difference */
    static void check(Signature original, Signature candidate) {
        check("input", original.inputs(), candidate.inputs(), true);
        check("output", original.outputs(), candidate.outputs(), false);
    }

    /** @param strict false: a size that only one side knows is left to the run, for it may come from shape inference */
    private static void check(String kind, List<TypedSpec> expected, List<TypedSpec> actual, boolean strict) {
        List<String> names = expected.stream().map(TypedSpec::name).toList();
        List<String> otherNames = actual.stream().map(TypedSpec::name).toList();
        if (!names.equals(otherNames)) {
            throw new ModelMismatchException(
                    "the original has " + kind + "s " + names + ", the candidate " + otherNames);
        }
        for (int i = 0; i < expected.size(); i++) {
            TypedSpec a = expected.get(i);
            TypedSpec b = actual.get(i);
            if (!a.type().equals(b.type()) || !sameShape(a.shape(), b.shape(), strict)) {
                throw new ModelMismatchException(kind + " '" + a.name() + "' is " + a.type() + a.shape()
                        + " in the original and " + b.type() + b.shape() + " in the candidate");
            }
        }
    }

    private static boolean sameShape(List<Long> a, List<Long> b, boolean strict) {
        if (strict || a.size() != b.size()) {
            return a.equals(b) || (!strict && (a.isEmpty() || b.isEmpty()));
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) >= 0 && b.get(i) >= 0 && !a.get(i).equals(b.get(i))) {
                return false;
            }
        }
        return true;
    }
}
