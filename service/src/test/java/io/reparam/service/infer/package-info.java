/** The Open Inference Protocol: clients and the contract that both transports keep. */
@NullMarked
package io.reparam.service.infer;

import org.jspecify.annotations.NullMarked;
