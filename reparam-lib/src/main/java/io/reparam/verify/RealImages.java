package io.reparam.verify;

import io.reparam.artifact.PreprocessSpec;
import io.reparam.artifact.RgbImage;

/**
 * Images for a model of one input {@code [N, 3, H, W]}.
 *
 * @param images read once, only as many as the plan asks for
 * @param preprocess what the model was trained with
 */
public record RealImages(Iterable<RgbImage> images, PreprocessSpec preprocess) {}
