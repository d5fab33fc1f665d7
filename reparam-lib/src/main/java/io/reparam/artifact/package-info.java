/** What a model file needs beside its weights: labels, preprocessing, provenance. */
@NullMarked
package io.reparam.artifact;

import org.jspecify.annotations.NullMarked;
