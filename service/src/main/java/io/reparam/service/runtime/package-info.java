/** Models: found, loaded, checked, warmed up, run. */
@NullMarked
package io.reparam.service.runtime;

import org.jspecify.annotations.NullMarked;
