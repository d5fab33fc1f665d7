@NullMarked
package io.reparam.service.repository;

import org.jspecify.annotations.NullMarked;
