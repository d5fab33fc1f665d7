/** Who may ask: API keys, over both transports. */
@NullMarked
package io.reparam.service.access;

import org.jspecify.annotations.NullMarked;
