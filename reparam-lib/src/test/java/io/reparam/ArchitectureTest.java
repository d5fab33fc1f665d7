package io.reparam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** The steps of the data flow and what each may use, as README.md and RATIONALE.md tell it. */
@AnalyzeClasses(packages = "io.reparam", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_USE_ONLY_EARLIER_STEPS = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("artifact")
            .definedBy("io.reparam.artifact..")
            .layer("graph")
            .definedBy("io.reparam.graph..")
            .layer("plot")
            .definedBy("io.reparam.plot..")
            .layer("ort")
            .definedBy("io.reparam.ort..")
            .layer("data")
            .definedBy("io.reparam.data..")
            .layer("train")
            .definedBy("io.reparam.train..")
            .layer("export")
            .definedBy("io.reparam.export..")
            .layer("fold")
            .definedBy("io.reparam.fold..")
            .layer("evaluate")
            .definedBy("io.reparam.evaluate..")
            .layer("calibrate")
            .definedBy("io.reparam.calibrate..")
            .layer("verify")
            .definedBy("io.reparam.verify..")
            .layer("bench")
            .definedBy("io.reparam.bench..")
            .layer("proof")
            .definedBy("io.reparam.proof..")
            .layer("cli")
            .definedBy("io.reparam.cli..")
            .whereLayer("artifact")
            .mayNotAccessAnyLayer()
            .whereLayer("graph")
            .mayNotAccessAnyLayer()
            .whereLayer("plot")
            .mayNotAccessAnyLayer()
            .whereLayer("ort")
            .mayNotAccessAnyLayer()
            .whereLayer("data")
            .mayOnlyAccessLayers("artifact")
            .whereLayer("train")
            .mayOnlyAccessLayers("artifact", "data", "plot")
            .whereLayer("export")
            .mayOnlyAccessLayers("artifact", "graph", "train")
            .whereLayer("fold")
            .mayOnlyAccessLayers("graph")
            .whereLayer("evaluate")
            .mayOnlyAccessLayers("graph", "fold", "ort")
            .whereLayer("calibrate")
            .mayOnlyAccessLayers("artifact", "graph", "fold", "ort", "verify", "bench", "proof", "plot")
            .whereLayer("verify")
            .mayOnlyAccessLayers("artifact", "ort")
            .whereLayer("bench")
            .mayOnlyAccessLayers("artifact", "ort")
            .whereLayer("proof")
            .mayOnlyAccessLayers("artifact", "graph", "fold", "ort", "verify", "bench")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer();

    /** What tidies, what a layer takes in and what is merged are blind to each other; only the list of rules sees them all. */
    @ArchTest
    static final ArchRule FOLDS_ARE_BLIND_TO_EACH_OTHER = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("shape")
            .definedBy("io.reparam.fold.shape")
            .layer("eval")
            .definedBy("io.reparam.fold.eval")
            .layer("match")
            .definedBy("io.reparam.fold.match")
            .layer("pipeline")
            .definedBy("io.reparam.fold")
            .layer("layer")
            .definedBy("io.reparam.fold.layer")
            .layer("simplify")
            .definedBy("io.reparam.fold.simplify")
            .layer("absorb")
            .definedBy("io.reparam.fold.absorb")
            .layer("merge")
            .definedBy("io.reparam.fold.merge")
            .layer("rule")
            .definedBy("io.reparam.fold.rule")
            .whereLayer("shape")
            .mayNotAccessAnyLayer()
            .whereLayer("eval")
            .mayOnlyAccessLayers("shape")
            .whereLayer("match")
            .mayOnlyAccessLayers("shape", "eval")
            .whereLayer("pipeline")
            .mayOnlyAccessLayers("shape", "eval", "match")
            .whereLayer("layer")
            .mayOnlyAccessLayers("shape", "eval", "match", "pipeline")
            .whereLayer("simplify")
            .mayOnlyAccessLayers("shape", "eval", "match", "pipeline", "layer")
            .whereLayer("absorb")
            .mayOnlyAccessLayers("shape", "eval", "match", "pipeline", "layer")
            .whereLayer("merge")
            .mayOnlyAccessLayers("shape", "eval", "match", "pipeline", "layer")
            .whereLayer("rule")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule FOLD_HAS_NO_CYCLES =
            slices().matching("io.reparam.fold.(*)").should().beFreeOfCycles();

    /** Two readers, for a verifier that reads with the transformer's eyes shares its mistakes. */
    @ArchTest
    static final ArchRule ONNX_PROTOBUF_STAYS_IN_GRAPH_AND_CUT = noClasses()
            .that()
            .resideOutsideOfPackages("io.reparam.graph..", "io.reparam.verify.cut..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnx..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule ONNX_RUNTIME_STAYS_IN_ORT = onlyIn("ort", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule COMMAND_LINE_STAYS_IN_CLI = onlyIn("cli", "picocli..", "me.tongfei..");

    @ArchTest
    static final ArchRule FONTS_STAY_IN_DATA = onlyIn("data.lines", "org.apache.fontbox..", "org.apache.pdfbox..");

    @ArchTest
    static final ArchRule DJL_STAYS_WHERE_NETS_ARE_TRAINED = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.reparam.data..", "io.reparam.train..", "io.reparam.export..", "io.reparam.artifact..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule JACKSON_STAYS_AT_THE_EDGES = noClasses()
            .that()
            .resideInAnyPackage("io.reparam.graph..", "io.reparam.fold..", "io.reparam.verify..", "io.reparam.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml..");

    /** Their number lies in memory that Java frees before the gradient is computed; see train.block.Scalar. */
    @ArchTest
    static final ArchRule GRADIENTS_OUTLIVE_GARBAGE_COLLECTIONS = noClasses()
            .that()
            .resideInAPackage("io.reparam.train..")
            .should()
            .callMethod(NDArray.class, "mul", Number.class)
            .orShould()
            .callMethod(NDArray.class, "div", Number.class)
            .orShould()
            .callMethod(NDArray.class, "pow", Number.class);

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.reparam.(*)..").should().beFreeOfCycles();

    private static ArchRule onlyIn(String step, String... thirdParties) {
        return noClasses()
                .that()
                .resideOutsideOfPackage("io.reparam." + step + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(thirdParties);
    }
}
