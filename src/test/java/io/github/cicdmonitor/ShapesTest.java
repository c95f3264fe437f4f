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
import java.util.List;
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

  private static final Set<String> PACKAGES = Set.of(
      "store", "report", "decide", "effects", "notify", "command", "github", "forge", "slack",
      "analyze", "config", "scan");

  /** What stands here is still to be cut; nothing is added. */
  private static final Set<String> LONG = Set.of(
      "decide.ApprovedFix.decided",
      "decide.FolderJudge.judge",
      "decide.OwnChecks.whyNot",
      "decide.ProposalJudge.judged",
      "effects.PullRequestHandler.open",
      "effects.PullRequestText.body",
      "forge.Forge.createBranch",
      "github.GitCommits.createBranch",
      "github.GitHubForge.createBranch",
      "notify.IncidentThread.goOn",
      "notify.NoticeWriter.approval",
      "notify.NoticeWriter.notice",
      "notify.NoticeWriter.reply",
      "notify.NoticeWriter.sequel",
      "notify.Notices.adoptReplaced",
      "scan.FollowUp.save",
      "scan.ReactionReader.fresh",
      "scan.RepositoryScan.read",
      "scan.RunReader.failed",
      "scan.RunReader.failure",
      "scan.RunReader.retired",
      "store.AuditLog.append",
      "store.Effects.settle",
      "store.Mutes.audit",
      "store.Mutes.set",
      "store.Outcomes.add",
      "store.Outcomes.note",
      "store.Transaction.audit",
      "store.WriterLock.take");

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

  private static Set<String> methods(Predicate<JavaMethod> which) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      for (JavaMethod method : type.getMethods()) {
        boolean written = !method.getModifiers().contains(JavaModifier.SYNTHETIC)
            && !method.getModifiers().contains(JavaModifier.BRIDGE);
        String name = method.getFullName().substring(ROOT.length()).replaceAll("\\(.*", "");
        if (written && PACKAGES.contains(name.split("[.]", 2)[0]) && which.test(method)) {
          found.add(name);
        }
      }
    }
    return found;
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
        .isEmpty();
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

    assertThat(twice).isSubsetOf("PathRules"); // of the gate and of the redactor
  }

  @Test
  void a_file_is_short() throws IOException {
    Set<String> tooLong = new TreeSet<>();
    for (String name : PACKAGES) {
      Path folder = Path.of("src/main/java/io/github/cicdmonitor", name);
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          List<String> lines = Files.readAllLines(file);
          if (lines.size() > MOST_LINES) {
            tooLong.add(file.toString());
          }
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }
}
