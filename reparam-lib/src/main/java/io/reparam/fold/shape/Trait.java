package io.reparam.fold.shape;

/** What an operator is, whatever its attributes; several may hold. */
public enum Trait {
    /** Each number of the output is computed from one number of each input, the one at its place or broadcast to it. */
    ELEMENTWISE,
    /** Output 0 has the shape of input 0. */
    KEEPS_SHAPE,
    /** The output has as many channels on axis 1 as input 0, if the other inputs are numbers a channel. */
    KEEPS_CHANNELS,
    /** {@code f(v x) = v f(x)} for v above 0. */
    COMMUTES_WITH_POSITIVE_SCALE,
    /** {@code f(v x) = v f(x)} for any v. */
    COMMUTES_WITH_SCALE,
    /** {@code f(v x + s) = v f(x) + s}: a mean, a choice or a copy. */
    COMMUTES_WITH_AFFINE,
    /** A curve that people put after a layer. */
    ACTIVATION,
    /** Adds its inputs up; Sub subtracts. */
    ADDS,
    /** Adds, subtracts, multiplies or divides. */
    ARITHMETIC,
    /** The numbers of its output are numbers of its input, at other places. */
    MOVES,
    /** As {@link #MOVES}, and the inputs after the first say a form or a place and bring no numbers. */
    FORMS,
    /** As {@link #FORMS}, and the numbers of the first input stay in their order. */
    KEEPS_ORDER,
    /** A sum of products with weights: Conv, Gemm and the like. */
    LAYER,
    /** Puts the mean of its input to 0 and the variance to 1, or to learnt numbers. */
    NORMALIZES,
    /** Slides a window over the positions. */
    POOLS,
    /** Makes one number of all positions of a channel. */
    POOLS_ALL,
    /** Makes one number of those along some axes. */
    REDUCES,
    /** Chooses a largest number. */
    MAXIMUM,
    /** A mean of those that it sees. */
    MEAN,
    /** Draws random numbers. */
    RANDOM,
    /** Computes what a size or a place is. */
    COUNTS,
    /** Rounds to a grid of integers, or comes back from it. */
    QUANTIZES,
    /** How large its output is depends on the numbers of its input. */
    SELECTS,
    /** Its result jumps where an input moves by one rounding. */
    JUMPS,
    /** Computes with integers and booleans as well as with real numbers. */
    ANY_NUMBERS,
    /** Of real numbers in float32 or 16 bits, float64 rounded once is the nearest result, which IEEE 754 asks for. */
    ROUNDS_ONCE,
    /** No number of its output is below 0. */
    NOT_BELOW_0,
    /** Done a second time, with the same other inputs, it changes nothing. */
    IDEMPOTENT
}
