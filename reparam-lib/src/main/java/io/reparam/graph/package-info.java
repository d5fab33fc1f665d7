/** A model of ONNX graphs in plain Java; besides {@code verify.cut}, only this package sees the ONNX protobuf classes. */
@NullMarked
package io.reparam.graph;

import org.jspecify.annotations.NullMarked;
