package io.github.cicdmonitor;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.redact.ControlText;
import io.github.cicdmonitor.redact.LineRedaction;
import io.github.cicdmonitor.redact.Redactor;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between packages, read from the bytecode: three rings, arrows only inward. */
final class LayersTest {
  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("io.github.cicdmonitor");

  private static final String ROOT = "io.github.cicdmonitor.";
  private static final String ALL = "io.github.cicdmonitor..";
  private static final String[] STAGES = {
    "scan", "analyze", "decide", "effects", "command", "notify", "report", "check"
  };
  private static final String[] ADAPTERS = {"github", "slack", "llm"};
  private static final String[] CORE = {
    "reports", "logs", "redact", "rules", "diagnose", "workflow", "fixes", "gate", "injection"
  };

  private static String[] in(String... packages) {
    String[] names = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      names[i] = ROOT + packages[i] + "..";
    }
    return names;
  }

  private static String[] without(String[] all, String one) {
    return Arrays.stream(all).filter(name -> !name.equals(one)).toArray(String[]::new);
  }

  private static String[] and(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static void knowNothingOf(String[] others, String... packages) {
    noClasses()
        .that()
        .resideInAnyPackage(in(packages))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(in(others))
        .check(CLASSES);
  }

  private static void knowOnly(String[] others, String... packages) {
    noClasses()
        .that()
        .resideInAnyPackage(in(packages))
        .should()
        .dependOnClassesThat(resideInAPackage(ALL).and(not(resideInAnyPackage(in(others)))))
        .check(CLASSES);
  }

  private static void staysIn(String[] packages, String... library) {
    noClasses()
        .that()
        .resideInAPackage(ALL)
        .and()
        .resideOutsideOfPackages(in(packages))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library)
        .check(CLASSES);
  }

  private static String[] of(String... packages) {
    return packages;
  }

  /** A decision is recorded with its effects and messages; an effect reports how it went. */
  private static final Map<String, Set<String>> ARROWS = Map.of(
      "decide", Set.of("effects", "command", "notify"),
      "effects", Set.of("command", "notify"));

  @Test
  void a_stage_knows_only_the_stages_that_it_hands_on_to() {
    for (String stage : STAGES) {
      Set<String> known = ARROWS.getOrDefault(stage, Set.of());
      String[] others = Arrays.stream(STAGES)
          .filter(other -> !other.equals(stage) && !known.contains(other))
          .toArray(String[]::new);
      knowNothingOf(others, stage);
    }
  }

  @Test
  void what_is_asked_of_github_knows_only_the_nouns() {
    knowOnly(of("forge", "model", "error"), "forge");
  }

  @Test
  void no_stage_knows_an_adapter_or_the_command_line() {
    knowNothingOf(and(ADAPTERS, "cli"), STAGES);
  }

  @Test
  void no_adapter_knows_another_or_the_store() {
    for (String adapter : ADAPTERS) {
      knowNothingOf(and(without(ADAPTERS, adapter), "store", "cli", "config"), adapter);
    }
  }

  @Test
  void the_core_is_pure() {
    knowOnly(and(CORE, "model", "error"), CORE);
  }

  @Test
  void reports_are_read_without_the_rest_of_the_core() {
    knowNothingOf(and(without(CORE, "reports"), "error"), "reports");
  }

  /** shared words and findings, then scripts, other files, workflows, and the gate on top. */
  @Test
  void the_arrows_inside_the_gate_go_one_way() {
    slices().matching(ROOT + "gate.(*)..").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "gate.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "gate")
        .check(CLASSES);
  }

  @Test
  void the_core_reads_no_clock_file_or_network() {
    noClasses()
        .that()
        .resideInAnyPackage(in(and(CORE, "model")))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.time.Clock.class,
            java.nio.file.Files.class,
            java.nio.file.Path.class,
            java.io.File.class,
            java.net.Socket.class,
            java.net.URL.class,
            Thread.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(CLASSES);
  }

  @Test
  void fixes_know_nothing_of_rules_and_of_the_gate() {
    knowNothingOf(of("rules", "gate", "logs", "redact"), "fixes", "workflow");
  }

  @Test
  void the_redactor_knows_only_safe_text_and_logs_know_only_its_door() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "redact..")
        .should()
        .dependOnClassesThat(resideInAPackage(ALL)
            .and(not(resideInAPackage(ROOT + "redact..")))
            .and(not(type(SafeText.class))))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "logs..")
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + "redact..")
            .and(not(type(LineRedaction.class)))
            .and(not(type(ControlText.class)))
            .and(not(type(ControlText.Cleaned.class))))
        .check(CLASSES);
  }

  @Test
  void the_nouns_know_nobody() {
    knowNothingOf(and(CORE, "config", "store", "remote", "cli"), "model", "error");
  }

  @Test
  void nobody_depends_on_the_command_line() {
    noClasses()
        .that()
        .resideInAPackage(ALL)
        .and()
        .resideOutsideOfPackage(ROOT + "cli..")
        .and()
        .doNotHaveSimpleName("Main")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "cli..")
        .check(CLASSES);
  }

  @Test
  void sql_is_written_in_the_store() {
    staysIn(of("store"), "java.sql..", "org.sqlite..");
  }

  /** A state in a file does not pay for the driver of the other kind, nor the other way round. */
  @Test
  void drivers_are_loaded_by_the_engine_that_needs_them() {
    noClasses()
        .that()
        .resideInAPackage(ALL)
        .and()
        .haveSimpleNameNotStartingWith("Postgres")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.postgresql..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.sql.DriverManager.class)
        .check(CLASSES);
  }

  @Test
  void the_command_line_library_stays_in_cli() {
    staysIn(of("cli"), "picocli..");
  }

  @Test
  void the_github_library_stays_in_github() {
    staysIn(of("github"), "org.kohsuke..");
  }

  @Test
  void the_slack_library_stays_in_slack() {
    staysIn(of("slack", "notify"), "com.slack..", "com.google.gson..");
  }

  /** A message is put together of the library's values, and nothing of it is sent from there. */
  @Test
  void messages_are_made_of_the_slack_librarys_blocks_in_one_class() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "notify..")
        .and()
        .doNotHaveSimpleName("Blocks")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.slack..", "com.google.gson..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "notify..")
        .should()
        .dependOnClassesThat(resideInAPackage("com.slack..")
            .and(not(
                resideInAnyPackage("com.slack.api.model.block..", "com.slack.api.util.json.."))))
        .check(CLASSES);
  }

  /** Text is safe because the redactor made it, or because it was stored after it had. */
  @Test
  void safe_text_is_made_in_few_places() {
    noClasses()
        .that()
        .areNotAssignableTo(Redactor.class)
        .and()
        .areNotAssignableTo(SafeText.class)
        .and()
        .resideOutsideOfPackages(ROOT + "logs..", ROOT + "store..", ROOT + "diagnose..")
        .and()
        .doNotHaveSimpleName("LogExplainer")
        .should()
        .callMethod(SafeText.class, "ofRedacted", String.class)
        .check(CLASSES);
  }

  @Test
  void only_main_reads_the_environment_and_exits() {
    noClasses()
        .that()
        .resideInAPackage(ALL)
        .and()
        .doNotHaveSimpleName("Main")
        .and()
        .doNotHaveSimpleName("World")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(CLASSES);
  }
}
