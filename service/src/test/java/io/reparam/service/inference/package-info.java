/** The Open Inference Protocol: clients and the contract that both transports keep. */
@NullMarked
package io.reparam.service.inference;

import org.jspecify.annotations.NullMarked;
