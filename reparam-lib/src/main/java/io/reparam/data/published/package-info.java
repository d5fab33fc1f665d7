/** Data sets that others publish: fetched from where they are published, checked, and unpacked. */
@NullMarked
package io.reparam.data.published;

import org.jspecify.annotations.NullMarked;
