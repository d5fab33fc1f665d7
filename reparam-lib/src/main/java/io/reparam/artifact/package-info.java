/** What a model file needs beside its weights: labels, preprocessing, provenance; and the only preprocessing code. */
@NullMarked
package io.reparam.artifact;

import org.jspecify.annotations.NullMarked;
