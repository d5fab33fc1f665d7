package io.reparam.verify;

import java.util.List;

/** Sizes of images and of rows of text. */
final class UsualSizes {
    /** What nets take that do not take every size: recognisers of lines, classifiers, detectors, sequences. */
    static final List<List<Integer>> ALL = List.of(
            List.of(224, 224),
            List.of(320, 320),
            List.of(48, 320),
            List.of(32, 320),
            List.of(32, 100),
            List.of(48, 192),
            List.of(32, 32),
            List.of(256, 256),
            List.of(384, 384),
            List.of(512, 512),
            List.of(28, 28),
            List.of(64, 64),
            List.of(112, 112),
            List.of(128, 128),
            List.of(192, 192),
            List.of(240, 240),
            List.of(288, 288),
            List.of(299, 299),
            List.of(448, 448),
            List.of(640, 640),
            List.of(16, 16),
            List.of(8, 8),
            List.of(4, 4),
            List.of(3, 3),
            List.of(2, 2),
            List.of(1, 1));

    private UsualSizes() {}
}
