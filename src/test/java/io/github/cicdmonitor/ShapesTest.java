package io.github.cicdmonitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long files are, what methods take, and that a type's name says which it is. */
final class ShapesTest {
  private static final int MOST_LINES = 300;
  private static final int MOST_PARAMETERS = 4;
  private static final String ROOT = "io.github.cicdmonitor.";

  /** Each says in its Javadoc why it takes more; nothing is added. */
  private static final Set<String> LONG = Set.of(
      "fixes.ActionMajor.doubt",
      "fixes.Editor.rename",
      "fixes.GoVersionFile.edit",
      "fixes.GolangciLintVersion.align",
      "fixes.KubernetesApiVersion.rewrite",
      "fixes.NamedLimits.claim",
      "fixes.NodeVersion.raise",
      "fixes.RequirementPin.recognise",
      "fixes.RetiredRunnerLabel.move",
      "fixes.RuntimeVersion.literal",
      "fixes.SetupCache.edit",
      "fixes.T64Package.rewrite",
      "fixes.VersionFile.doubt",
      "gate.SafetyGate.decision",
      "gate.files.ImageChange.tags",
      "gate.files.MavenPom.leaf",
      "gate.files.NpmManifest.compare",
      "gate.files.OtherFiles.read",
      "gate.shell.AnsiQuotes.number",
      "gate.shell.RunChange.edited",
      "gate.workflow.FixedJob.of",
      "gate.workflow.MatrixChange.value",
      "gate.workflow.RunnerChange.label",
      "gate.workflow.UsesChange.edited",
      "notify.NoticeWriter.notice");

  /** The same for what a caller reads as true or false. */
  private static final Set<String> FLAGS = Set.of(
      "gate.shell.MaskedFailures.read",
      "gate.shell.RunChange.added",
      "gate.shell.RunChange.edited");

  /** The build compiles picocli from its source into the same folder; that is not ours to shape. */
  private static final ImportOption OURS = location -> location.contains(ROOT.replace('.', '/'));

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(OURS)
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  private static Set<String> methods(Predicate<JavaMethod> which) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      for (JavaMethod method : type.getMethods()) {
        boolean written = !method.getModifiers().contains(JavaModifier.SYNTHETIC)
            && !method.getModifiers().contains(JavaModifier.BRIDGE);
        String name = method.getFullName().substring(ROOT.length()).replaceAll("\\(.*", "");
        if (written && which.test(method)) {
          found.add(name);
        }
      }
    }
    return found;
  }

  @Test
  void our_classes_are_looked_at() {
    assertThat(CLASSES.contain(Main.class)).isTrue();
    assertThat(CLASSES).allMatch(type -> type.getName().startsWith(ROOT));
  }

  @Test
  void a_method_has_few_parameters() {
    assertThat(methods(method -> method.getRawParameterTypes().size() > MOST_PARAMETERS))
        .isSubsetOf(LONG);
  }

  @Test
  void no_public_method_takes_a_boolean() {
    assertThat(methods(method -> method.getModifiers().contains(JavaModifier.PUBLIC)
            && method.getRawParameterTypes().stream()
                .anyMatch(type -> type.getName().equals("boolean"))))
        .isSubsetOf(FLAGS);
  }

  @Test
  void a_type_s_name_stands_once() {
    Set<String> twice = CLASSES.stream()
        .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
        .collect(Collectors.groupingBy(JavaClass::getSimpleName, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(name -> name.getValue() > 1)
        .map(name -> name.getKey())
        .collect(Collectors.toSet());

    assertThat(twice).isEmpty();
  }

  @Test
  void a_file_is_short() throws IOException {
    Set<String> tooLong = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readAllLines(file).size() > MOST_LINES) {
          tooLong.add(file.toString());
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }
}
