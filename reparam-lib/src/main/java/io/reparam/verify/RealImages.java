package io.reparam.verify;

import io.reparam.image.ImagePool;
import io.reparam.image.ImageTensorizer;

/**
 * Images for a model of one image input.
 *
 * @param images read one by one, evenly spread, only as many as are asked for
 * @param tensorizer that brings them into the form the model was trained with
 */
public record RealImages(ImagePool images, ImageTensorizer tensorizer) {}
