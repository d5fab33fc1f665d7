package io.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.backbone.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What people add is one class, and one line in the list of its kind: that line is not forgotten. */
@AnalyzeClasses(packages = "io.reparam", importOptions = ImportOption.DoNotIncludeTests.class)
class ExtensionsTest {
    @ArchTest
    static void foldRules_areListed(JavaClasses classes) {
        allListed(classes, isA("io.reparam.fold.FoldRule"), "io.reparam.fold.rule.FoldRules");
    }

    @ArchTest
    static void operators_areListed(JavaClasses classes) {
        allListed(
                classes,
                type -> type.getPackageName().equals("io.reparam.fold.shape")
                        && type.getMethods().stream()
                                .anyMatch(method -> method.getName().equals("addTo")),
                "io.reparam.fold.shape.Operators");
    }

    /** Classes that compute one operator, and classes with a map of several. */
    @ArchTest
    static void evaluators_areListed(JavaClasses classes) {
        allListed(
                classes,
                isA("io.reparam.fold.eval.NodeFunction")
                        .or(type -> type.getPackageName().equals("io.reparam.fold.eval")
                                && type.tryGetField("OPERATORS").isPresent()),
                "io.reparam.fold.eval.ReferenceEvaluator");
    }

    @ArchTest
    static void dataSets_areListed(JavaClasses classes) {
        allListed(classes, isA("io.reparam.data.DataFormat"), "io.reparam.data.DataSets");
    }

    @ArchTest
    static void imageFormats_areListed(JavaClasses classes) {
        allListed(classes, isA("io.reparam.image.decode.ImageFormat"), "io.reparam.image.decode.ImageFormats");
    }

    @ArchTest
    static void attentionModules_areListed(JavaClasses classes) {
        allListed(classes, isA("io.reparam.train.attention.ChannelGate"), "io.reparam.train.attention.AttentionModule");
    }

    @ArchTest
    static void architectures_areListed(JavaClasses classes) {
        allListed(classes, isA("io.reparam.train.backbone.Family"), "io.reparam.train.backbone.Architectures");
    }

    @ArchTest
    static void attentionModules_areInReadme(JavaClasses classes) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (AttentionModule module : AttentionModule.values()) {
            assertThat(readme)
                    .as("README.md, section 'What can be trained', row --attention: add " + module.label())
                    .containsPattern("[|,] " + module.label() + "\\b|forms? " + module.label() + "\\b");
        }
    }

    @ArchTest
    static void architectures_areInReadme(JavaClasses classes) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        for (String name : Architectures.names().split(", ")) {
            String label = name.replaceFirst(" .*", "");
            assertThat(readme)
                    .as("README.md, section 'What can be trained', row --arch: add " + label)
                    .containsPattern("\\n\\| `--arch` \\|[^\\n]* " + Pattern.quote(label) + "[ ,;]");
        }
    }

    private static Predicate<JavaClass> isA(String type) {
        return candidate -> candidate.isAssignableTo(type);
    }

    private static void allListed(JavaClasses classes, Predicate<JavaClass> kind, String list) {
        List<JavaClass> all = classes.stream()
                .filter(kind)
                .filter(type -> !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .toList();
        assertThat(all).as("classes that " + list + " lists").isNotEmpty();
        assertThat(all.stream()
                        .filter(type -> type.getDirectDependenciesToSelf().stream()
                                .noneMatch(use -> use.getOriginClass().getName().equals(list)))
                        .map(JavaClass::getName))
                .as("classes without a line in " + list + ": add one")
                .isEmpty();
    }
}
