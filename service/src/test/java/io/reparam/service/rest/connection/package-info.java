@NullMarked
package io.reparam.service.rest.connection;

import org.jspecify.annotations.NullMarked;
