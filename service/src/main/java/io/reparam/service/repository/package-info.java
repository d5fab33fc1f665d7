/** The model repository as it lies on disk or in the jar: which models, which versions, which files, whether they changed. */
@NullMarked
package io.reparam.service.repository;

import org.jspecify.annotations.NullMarked;
