package io.reparam.train.backbone;

import java.util.List;

/** At least one architecture of each family, the shallowest where depth is free. */
public final class SampleArchitectures {
    public static final List<String> NAMES = List.of(
            "resnet11",
            "resnet8-basic",
            "resnet18",
            "resnet50",
            "vgg11",
            "mobilenetv2",
            "mobilenetv3-small",
            "shufflenetv2",
            "repvgg-a0",
            "acnet8",
            "dbb8",
            "mobileone-s0",
            "vit-tiny");

    private SampleArchitectures() {}

    /** For parameterised tests. */
    static List<String> names() {
        return NAMES;
    }
}
