package io.reparam.service;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/** Who may use whom: the table of packages. */
@AnalyzeClasses(packages = "io.reparam.service", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SERVICE = "io.reparam.service.";
    private static final String ARTIFACT = "io.reparam.artifact";
    private static final String ORT = "io.reparam.ort";

    @ArchTest
    static final ArchRule ERROR = only("error");

    @ArchTest
    static final ArchRule DECODE = only("decode", "error", ARTIFACT);

    @ArchTest
    static final ArchRule REPOSITORY = only("repository", ARTIFACT);

    @ArchTest
    static final ArchRule RUNTIME = only("runtime", "batch", "repository", "error", ARTIFACT, ORT);

    @ArchTest
    static final ArchRule RANK = only("rank", ARTIFACT);

    @ArchTest
    static final ArchRule BATCH = only("batch");

    /** It looks models up, so it sees the runtime; of ONNX Runtime only what tensors are on our side. */
    @ArchTest
    static final ArchRule CLASSIFY = only("classify", "decode", "batch", "runtime", "rank", "error", ARTIFACT, ORT);

    /** Its two classes {@code TensorModel(s)} look models up, as {@code classify} does. */
    @ArchTest
    static final ArchRule INFER = only("infer", "classify", "decode", "batch", "runtime", "error", ARTIFACT, ORT);

    @ArchTest
    static final ArchRule REST = only("rest", "classify", "infer", "batch", "rank", "memory", "error");

    @ArchTest
    static final ArchRule GRPC = only("grpc", "classify", "infer", "batch", "rank", "memory", "error");

    @ArchTest
    static final ArchRule MEMORY = only("memory", "error");

    @ArchTest
    static final ArchRule METRICS = only("metrics", "classify", "runtime", "error");

    @ArchTest
    static final ArchRule CONSOLE = only("console", "metrics");

    @ArchTest
    static final ArchRule TRACE = only("trace", "classify", "metrics", "error");

    @ArchTest
    static final ArchRule ACCESS = only("access", "error");

    @ArchTest
    static final ArchRule HEALTH = only("health", "runtime");

    @ArchTest
    static final ArchRule ERRORS_KNOW_NO_TRANSPORT = noClasses()
            .that()
            .resideInAPackage(SERVICE + "error..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..", "io.grpc..");

    @ArchTest
    static final ArchRule SPRING_STAYS_OUT_OF_RANKING = noClasses()
            .that()
            .resideInAPackage(SERVICE + "rank..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.reparam.ort..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule BATCHING_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideInAPackage(SERVICE + "batch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "ai.onnxruntime..", "io.grpc..");

    @ArchTest
    static final ArchRule ONLY_TWO_PACKAGES_OF_THE_LIBRARY =
            classes().should().onlyDependOnClassesThat(ours(List.of("io.reparam.service..", ARTIFACT, ORT)));

    /** Only the library touches the native session. */
    @ArchTest
    static final ArchRule NO_NATIVE_HANDLES =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("ai.onnxruntime..", "ai.djl..");

    private static ArchRule only(String name, String... others) {
        List<String> allowed = new ArrayList<>(List.of(SERVICE + name + ".."));
        for (String other : others) {
            allowed.add(other.contains(".") ? other : SERVICE + other + "..");
        }
        return classes().that().resideInAPackage(SERVICE + name + "..").should().onlyDependOnClassesThat(ours(allowed));
    }

    /** Classes of the project only from these packages; any from elsewhere. */
    private static DescribedPredicate<JavaClass> ours(List<String> allowed) {
        return resideInAnyPackage(allowed.toArray(String[]::new))
                .or(DescribedPredicate.not(resideInAnyPackage("io.reparam..")))
                .as("reside in %s, or outside the project", allowed);
    }
}
