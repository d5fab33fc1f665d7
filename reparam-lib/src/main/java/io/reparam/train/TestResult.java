package io.reparam.train;

import java.util.List;

/**
 * The one look at the test set, when all epochs are done.
 *
 * @param epoch whose net it was: the best on the validation images, or the last
 * @param images of the test set
 * @param accuracy top-1, 0 to 1
 * @param confusion {@code [classes][classes]}: images of class i that were taken for class j
 */
public record TestResult(int epoch, int images, double accuracy, List<List<Integer>> confusion) {
    public TestResult {
        confusion = confusion.stream().map(List::copyOf).toList();
    }
}
