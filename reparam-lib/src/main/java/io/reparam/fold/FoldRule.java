package io.reparam.fold;

import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;

/**
 * One fold: a pattern, a check that gives reasons, and a rewrite. A rule keeps no state, changes nothing while it checks, and
 * leaves order and repetition to {@link FoldPipeline}.
 */
public interface FoldRule {
    /** What reports call it. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** What the place looks like, from its last node. */
    Pattern pattern();

    /** Whether a place that looks so can be folded, and how. */
    RuleVerdict check(Match match, GraphView view);
}
