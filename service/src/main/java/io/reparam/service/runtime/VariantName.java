package io.reparam.service.runtime;

/** Which net: a variant of a version of a model. */
public record VariantName(String model, int version, String variant) {
    @Override
    public String toString() {
        return model + "/" + version + "/" + variant;
    }
}
