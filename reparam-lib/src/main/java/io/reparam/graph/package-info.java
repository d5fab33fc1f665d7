/** A model of ONNX graphs in plain Java; the ONNX protobuf classes are seen here and nowhere else. */
@NullMarked
package io.reparam.graph;

import org.jspecify.annotations.NullMarked;
