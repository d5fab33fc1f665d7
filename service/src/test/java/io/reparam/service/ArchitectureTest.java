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
import java.util.List;

/** What holds beside README.md's table of packages: who may use which library. */
@AnalyzeClasses(packages = "io.reparam.service", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SERVICE = "io.reparam.service.";
    private static final String ARTIFACT = "io.reparam.artifact";
    private static final String IMAGE = "io.reparam.image..";
    private static final String ORT = "io.reparam.ort";

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
    static final ArchRule ONLY_THREE_STEPS_OF_THE_LIBRARY =
            classes().should().onlyDependOnClassesThat(ours(List.of("io.reparam.service..", ARTIFACT, IMAGE, ORT)));

    /** Only the library touches the native session. */
    @ArchTest
    static final ArchRule NO_NATIVE_HANDLES =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("ai.onnxruntime..", "ai.djl..");

    /** Classes of the project only from these packages; any from elsewhere. */
    private static DescribedPredicate<JavaClass> ours(List<String> allowed) {
        return resideInAnyPackage(allowed.toArray(String[]::new))
                .or(DescribedPredicate.not(resideInAnyPackage("io.reparam..")))
                .as("reside in %s, or outside the project", allowed);
    }
}
