package io.reparam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Optional;

/** What holds beside README.md's table of packages: no cycles, and who may use which library. */
@AnalyzeClasses(packages = "io.reparam", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
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
    static final ArchRule A_REFUSAL_IS_A_RESULT = methods()
            .that()
            .haveNameMatching("(?i).*(problem|obstacle|refusal|reason|unsupported|unlike|whyNot).*")
            .should()
            .notHaveRawReturnType(Optional.class)
            .because("a check gives graph.Result: what it has checked, or why not");

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
