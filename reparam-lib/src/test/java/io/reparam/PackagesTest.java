package io.reparam;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Holds README.md's table of packages against the classes: each package has a row, and uses what the row says. */
@AnalyzeClasses(packages = "io.reparam", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {
    private static final String ROOT = "io.reparam.";
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.]+)` \\| ([^|]*) ?\\| [^|]+ \\|");

    @ArchTest
    static void readme_hasEveryPackage_andNoOther(JavaClasses classes) throws IOException {
        assertThat(usesByPackage().keySet())
                .as("rows of README.md, section 'Packages': one for each package")
                .isEqualTo(classes.stream()
                        .map(JavaClass::getPackageName)
                        .filter(PackagesTest::isOurs)
                        .map(PackagesTest::shortName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @ArchTest
    static void classes_useOnlyWhatReadmeSays(JavaClasses classes) throws IOException {
        Map<String, List<String>> uses = usesByPackage();
        List<String> strangers = classes.stream()
                .filter(type -> isOurs(type.getPackageName()))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> isOurs(use.getTargetClass().getPackageName()))
                .filter(use -> !allows(
                        uses.getOrDefault(shortName(use.getOriginClass().getPackageName()), List.of()),
                        shortName(use.getOriginClass().getPackageName()),
                        shortName(use.getTargetClass().getPackageName())))
                .map(use -> use.getDescription())
                .distinct()
                .toList();
        assertThat(strangers)
                .as("uses that README.md, section 'Packages', does not name: move the class, or let the row say so")
                .isEmpty();
    }

    private static boolean allows(List<String> uses, String from, String to) {
        return from.equals(to)
                || uses.stream()
                        .anyMatch(use ->
                                use.endsWith("*") ? to.startsWith(use.substring(0, use.length() - 1)) : use.equals(to));
    }

    private static Map<String, List<String>> usesByPackage() throws IOException {
        Map<String, List<String>> uses = new TreeMap<>();
        String section = Files.readString(Path.of("README.md"))
                .split("\n## Packages\n", 2)[1]
                .split("\n## ", 2)[0];
        Matcher row = ROW.matcher(section);
        while (row.find()) {
            uses.put(
                    row.group(1),
                    Arrays.asList(row.group(2).replace("`", "").strip().split(", ")));
        }
        return uses;
    }

    private static boolean isOurs(String name) {
        return name.startsWith(ROOT);
    }

    private static String shortName(String name) {
        return name.substring(ROOT.length());
    }
}
