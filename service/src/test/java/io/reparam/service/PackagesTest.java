package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Holds each README.md's table of packages against the classes: each package has a row, and uses what the row says. */
@AnalyzeClasses(packages = "io.reparam", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {
    private static final Module LIBRARY = new Module("io.reparam.", Path.of("../reparam-lib/README.md"));
    private static final Module SERVICE = new Module("io.reparam.service.", Path.of("README.md"));
    private static final Set<String> GENERATED =
            Set.of("io.reparam.service.grpc.v1", "io.reparam.service.grpc.inference.wire");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.]+)` \\| ([^|]*) ?\\| [^|]+ \\|");

    @ArchTest
    static void readmeOfLibrary_hasEveryPackage_andNoOther(JavaClasses classes) throws IOException {
        LIBRARY.hasEveryPackageAndNoOther(classes);
    }

    @ArchTest
    static void library_usesOnlyWhatReadmeSays(JavaClasses classes) throws IOException {
        LIBRARY.usesOnlyWhatReadmeSays(classes);
    }

    @ArchTest
    static void readmeOfService_hasEveryPackage_andNoOther(JavaClasses classes) throws IOException {
        SERVICE.hasEveryPackageAndNoOther(classes);
    }

    @ArchTest
    static void service_usesOnlyWhatReadmeSays(JavaClasses classes) throws IOException {
        SERVICE.usesOnlyWhatReadmeSays(classes);
    }

    /**
     * A module with a table of packages.
     *
     * @param root what the names of its packages begin with
     * @param readme has the table
     */
    private record Module(String root, Path readme) {

        void hasEveryPackageAndNoOther(JavaClasses classes) throws IOException {
            assertThat(usesByPackage().keySet())
                    .as("rows of %s, section 'Packages': one for each package", readme)
                    .isEqualTo(classes.stream()
                            .map(JavaClass::getPackageName)
                            .filter(this::has)
                            .map(this::shortName)
                            .collect(Collectors.toCollection(TreeSet::new)));
        }

        void usesOnlyWhatReadmeSays(JavaClasses classes) throws IOException {
            Map<String, List<String>> uses = usesByPackage();
            List<String> strangers = classes.stream()
                    .filter(type -> has(type.getPackageName()))
                    .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                    .filter(use -> has(use.getTargetClass().getPackageName()))
                    .filter(use -> !allows(
                            uses.getOrDefault(shortName(use.getOriginClass().getPackageName()), List.of()),
                            shortName(use.getOriginClass().getPackageName()),
                            shortName(use.getTargetClass().getPackageName())))
                    .map(Dependency::getDescription)
                    .distinct()
                    .toList();
            assertThat(strangers)
                    .as(
                            "uses that %s, section 'Packages', does not name: move the class, or let the row say so",
                            readme)
                    .isEmpty();
        }

        private static boolean allows(List<String> uses, String from, String to) {
            return from.equals(to)
                    || uses.stream()
                            .anyMatch(use -> use.endsWith("*")
                                    ? to.startsWith(use.substring(0, use.length() - 1))
                                    : use.equals(to));
        }

        private Map<String, List<String>> usesByPackage() throws IOException {
            Map<String, List<String>> uses = new TreeMap<>();
            String section =
                    Files.readString(readme).split("\n## Packages\n", 2)[1].split("\n## ", 2)[0];
            Matcher row = ROW.matcher(section);
            while (row.find()) {
                uses.put(
                        row.group(1),
                        Arrays.asList(row.group(2).replace("`", "").strip().split(", ")));
            }
            return uses;
        }

        /** The library is everything but the service, whose packages lie below its root. */
        private boolean has(String name) {
            boolean service = name.startsWith("io.reparam.service");
            return name.startsWith(root)
                    && !GENERATED.contains(name)
                    && service == root.startsWith("io.reparam.service");
        }

        private String shortName(String name) {
            return name.substring(root.length());
        }
    }
}
