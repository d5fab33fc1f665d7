/** The web page, and what it alone asks for. */
@NullMarked
package io.reparam.service.console;

import org.jspecify.annotations.NullMarked;
