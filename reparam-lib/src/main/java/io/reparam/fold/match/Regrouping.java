package io.reparam.fold.match;

import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How an operator that keeps the order of elements groups dimensions: Reshape, Flatten, Squeeze, Unsqueeze. The shapes fall
 * into groups of equal product, {@code [N,24] [H,W]} to {@code [24 N] [HW]}; a group's elements stay together.
 *
 * @param in sizes of the input; empty where one is not known
 * @param out of the output
 * @param groups the smallest ones, from the first dimension on
 */
public record Regrouping(List<OptionalLong> in, List<OptionalLong> out, List<Group> groups) {
    /**
     * Dimensions of input and output with as many elements.
     *
     * @param inStart first axis of the input
     * @param inEnd axis after the last one
     * @param outStart first axis of the output
     * @param outEnd axis after the last one
     */
    public record Group(int inStart, int inEnd, int outStart, int outEnd) {
        boolean isAxis() {
            return inEnd - inStart == 1 && outEnd - outStart == 1;
        }
    }

    /** Empty if the number of dimensions of input or output is not known. */
    public static Optional<Regrouping> of(Node node, GraphView view) {
        OptionalInt before = view.rank(node.input(0));
        OptionalInt after = view.rank(node.output(0));
        if (before.isEmpty() || after.isEmpty()) {
            return Optional.empty();
        }
        Sides sides = new Sides(node.input(0), node.output(0), view);
        int inEnd = before.getAsInt();
        int outEnd = after.getAsInt();
        List<Group> groups = new ArrayList<>();
        int first = 0;
        while (first < Math.min(inEnd, outEnd) && sides.equal(first, first)) {
            groups.add(new Group(first, first + 1, first, ++first));
        }
        List<Group> last = new ArrayList<>();
        while (inEnd > first && outEnd > first) {
            Optional<Group> group = sides.lastGroup(first, inEnd, outEnd);
            if (group.isEmpty()) {
                break;
            }
            last.add(0, group.get());
            inEnd = group.get().inStart();
            outEnd = group.get().outStart();
        }
        if (inEnd > first || outEnd > first) {
            groups.add(new Group(first, inEnd, first, outEnd));
        }
        groups.addAll(last);
        return Optional.of(new Regrouping(
                sizes(node.input(0), before.getAsInt(), view),
                sizes(node.output(0), after.getAsInt(), view),
                List.copyOf(groups)));
    }

    private static List<OptionalLong> sizes(String value, int rank, GraphView view) {
        return IntStream.range(0, rank).mapToObj(axis -> view.size(value, axis)).toList();
    }

    /** The input's axis that is this one of the output, whole and alone. */
    public OptionalInt before(int axis) {
        return groups.stream()
                .filter(Group::isAxis)
                .filter(group -> group.outStart() == axis)
                .mapToInt(Group::inStart)
                .findFirst();
    }

    /** The group that has an axis of the output. */
    public Group having(int axis) {
        return groups.stream()
                .filter(group -> group.outStart() <= axis && axis < group.outEnd())
                .findFirst()
                .orElseThrow();
    }

    /** Product of sizes; empty if one is not known. */
    public static OptionalLong product(List<OptionalLong> sizes, int from, int to) {
        return IntStream.range(from, to).allMatch(i -> sizes.get(i).isPresent())
                ? OptionalLong.of(IntStream.range(from, to)
                        .mapToLong(i -> sizes.get(i).getAsLong())
                        .reduce(1, (a, b) -> a * b))
                : OptionalLong.empty();
    }

    /** Sizes of the input and the output. */
    private record Sides(String in, String out, GraphView view) {
        boolean equal(int inAxis, int outAxis) {
            return view.sameSize(in, inAxis, out, outAxis);
        }

        Optional<Group> lastGroup(int first, int inEnd, int outEnd) {
            int i = inEnd - 1;
            int o = outEnd - 1;
            if (equal(i, o)) {
                return Optional.of(new Group(i, inEnd, o, outEnd));
            }
            long before = known(in, i);
            long after = known(out, o);
            while (before > 0 && after > 0 && before != after) {
                if (before < after) {
                    before *= --i < first ? 0 : known(in, i);
                } else {
                    after *= --o < first ? 0 : known(out, o);
                }
            }
            return before > 0 && after > 0 ? Optional.of(new Group(i, inEnd, o, outEnd)) : Optional.empty();
        }

        /** 0 if it is not known, or is 0. */
        private long known(String value, int axis) {
            return view.size(value, axis).orElse(0);
        }
    }
}
