package io.reparam.verify;

import io.reparam.artifact.FittedTensorizer;
import io.reparam.artifact.ImagePool;

/**
 * Images for a model of one input {@code [N, 3, H, W]}.
 *
 * @param images read one by one, evenly spread, only as many as are asked for
 * @param tensorizer that brings them into the form the model was trained with
 */
public record RealImages(ImagePool images, FittedTensorizer tensorizer) {}
