package io.reparam.data;

import io.reparam.artifact.LabelSet;
import io.reparam.image.ImagePool;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images with the numbers of their classes, and how sure these are.
 *
 * @param pool the images; class -1 where nobody said it
 * @param counted how many classes there are if their numbers are only their order, as of folders without the model's names; 0 if each
 *     number was said
 * @param source where they come from
 */
public record LabelledImages(ImagePool pool, int counted, Path source) {

    /** Whether the numbers can be those of a model's classes: of some of the classes, their order says nothing. */
    public boolean fits(int classes) {
        return counted == 0 || counted == classes;
    }

    /** Why they do not fit, and what to do. */
    public String misfit(String classes) {
        return "'" + source + "' has " + counted + (counted == 1 ? " class" : " classes") + " and the model " + classes
                + ", so their order does not tell which they are; list the images' classes by --labels, or call folders by"
                + " the numbers of their classes";
    }

    /** The same images, of which nobody says the class. */
    public ImagePool withoutLabels() {
        return new ImagePool(pool.size(), i -> -1, pool::image);
    }

    /** Of a set that names its classes: by these names where the model has all of them too, else in their order. */
    static LabelledImages of(ImageSet set, @Nullable LabelSet names, Path source) {
        List<String> own = set.labels().names();
        if (names == null || !names.names().containsAll(own)) {
            return new LabelledImages(set.pool(), own.size(), source);
        }
        int[] numbers = own.stream().mapToInt(names.names()::indexOf).toArray();
        ImagePool pool = set.pool();
        return new LabelledImages(new ImagePool(pool.size(), i -> numbers[pool.label(i)], pool::image), 0, source);
    }
}
