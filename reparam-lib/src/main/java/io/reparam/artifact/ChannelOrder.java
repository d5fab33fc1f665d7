package io.reparam.artifact;

/** In which order a net takes the colours. */
public enum ChannelOrder {
    RGB,
    /** What nets take that were trained on images that OpenCV had read. */
    BGR
}
