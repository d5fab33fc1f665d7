package io.reparam.verify;

import io.reparam.artifact.RgbImage;

/**
 * An image and what it shows.
 *
 * @param label index of its class
 */
public record LabelledImage(RgbImage image, int label) {}
