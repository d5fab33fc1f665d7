package io.reparam.data;

import io.reparam.artifact.RgbImage;
import java.io.IOException;

/** Images in a fixed order, with labels or without, of which some may turn out to be unreadable. */
public interface ImagePool {
    /** Number of images. */
    int size();

    /** Class of the image; -1 if nobody said. */
    int label(int index);

    /** @throws IOException if this image cannot be read */
    RgbImage image(int index) throws IOException;

    /** A pool of images that are all readable and labelled. */
    static ImagePool of(ImageSet set) {
        return new ImagePool() {
            @Override
            public int size() {
                return set.size();
            }

            @Override
            public int label(int index) {
                return set.label(index);
            }

            @Override
            public RgbImage image(int index) {
                return set.image(index);
            }
        };
    }
}
