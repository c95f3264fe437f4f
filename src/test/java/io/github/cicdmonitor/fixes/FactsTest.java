package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether the shipped table agrees with itself; each fact has its source beside it. */
final class FactsTest {
  private static final Facts FACTS = Facts.shipped();
  private static final LocalDate CHECKED = FACTS.date(FactsSection.RUNNER_LABELS);

  private static RunnerLabel label(String name) {
    return FACTS.label(name).orElseThrow(() -> new AssertionError("no label " + name));
  }

  private static String machine(RunnerLabel label) {
    return label.os() + " " + label.arch() + " " + label.size();
  }

  @Test
  void every_section_has_a_source_and_a_date() {
    assertThat(FACTS.sections())
        .containsExactlyElementsOf(
            Arrays.stream(FactsSection.values()).map(FactsSection::key).toList());
    for (FactsSection section : FactsSection.values()) {
      assertThat(FACTS.source(section)).as(section.key()).isNotBlank();
      assertThat(FACTS.date(section)).as(section.key()).isAfter(LocalDate.of(2026, 1, 1));
    }
  }

  @Test
  void a_section_is_fresh_for_180_days() {
    LocalDate date = FACTS.date(FactsSection.XCODE);

    assertThat(FACTS.isFresh(FactsSection.XCODE, date.plusDays(180))).isTrue();
    assertThat(FACTS.isFresh(FactsSection.XCODE, date.plusDays(181))).isFalse();
  }

  @Test
  void a_label_that_ends_has_a_successor_that_is_newer_alive_and_the_same_machine() {
    for (String name : FACTS.labels()) {
      RunnerLabel label = label(name);
      assertThat(label.successor().isPresent()).as(name).isEqualTo(label.ends().isPresent());
      label.successor().ifPresent(next -> {
        RunnerLabel successor = label(next);
        assertThat(successor.isGone(CHECKED)).as(name + " to " + next).isFalse();
        assertThat(machine(successor)).as(name + " to " + next).isEqualTo(machine(label));
        assertThat(successor.rank()).as(name + " to " + next).isGreaterThan(label.rank());
      });
    }
  }

  @Test
  void a_latest_label_means_an_image_that_still_exists() {
    for (String name : FACTS.latestLabels()) {
      RunnerLabel current = label(FACTS.latest(name).orElseThrow());
      assertThat(current.isGone(CHECKED)).as(name).isFalse();
      assertThat(name).startsWith(current.os().name().toLowerCase(java.util.Locale.ROOT));
      assertThat(FACTS.label(name)).isEmpty();
    }
  }

  @Test
  void labels_say_what_the_runner_images_repository_says() {
    assertThat(FACTS.label("macos-13"))
        .contains(new RunnerLabel(
            "macos-13",
            RunnerLabel.Os.MACOS,
            RunnerLabel.Arch.X64,
            "standard",
            1300,
            Optional.of(LocalDate.of(2025, 12, 4)),
            Optional.of("macos-15-intel")));
    assertThat(FACTS.successor("ubuntu-20.04")).contains("ubuntu-22.04");
    assertThat(FACTS.successor("ubuntu-20.04", LocalDate.of(2027, 4, 17))).contains("ubuntu-24.04");
    assertThat(FACTS.successor("windows-2019")).contains("windows-2022");
    assertThat(FACTS.successor("ubuntu-24.04")).isEmpty();
    assertThat(FACTS.successor("my-own-runner")).isEmpty();
    assertThat(FACTS.latest("ubuntu-latest")).contains("ubuntu-26.04");
  }

  @Test
  void limits_and_xcode_are_told_for_labels_that_exist() {
    for (String name : FACTS.labels()) {
      RunnerLabel label = label(name);
      assertThat(FACTS.limits(name).isPresent())
          .as(name)
          .isEqualTo(!label.isGone(LocalDate.of(2026, 11, 2)));
      FACTS
          .limits(name)
          .ifPresent(
              limits -> assertThat(limits.privateRamGib()).as(name).isBetween(1, limits.ramGib()));
      List<String> xcodes = FACTS.xcodeVersions(name);
      assertThat(xcodes.isEmpty() || label.os() == RunnerLabel.Os.MACOS)
          .as(name)
          .isTrue();
    }
    assertThat(FACTS.xcodePath("16.0")).isEqualTo("/Applications/Xcode_16.app");
    assertThat(FACTS.xcodePath("16.2")).isEqualTo("/Applications/Xcode_16.2.app");
  }

  @Test
  void majors_are_ascending_and_the_lowest_that_works_is_not_shut() {
    ActionFacts actions = FACTS.actions();
    assertThat(actions.known()).hasSizeGreaterThan(60);
    for (String action : actions.known()) {
      List<Integer> majors = actions.majors(action);
      assertThat(majors).as(action).isNotEmpty().isSorted().doesNotHaveDuplicates();
      int newest = majors.get(majors.size() - 1);
      assertThat(actions.isShut(action, newest)).as(action).isFalse();
      actions.lowestWorking(action).ifPresent(lowest -> {
        assertThat(majors).as(action).contains(lowest);
        assertThat(actions.isShut(action, lowest)).as(action).isFalse();
        assertThat(actions.isShut(action, lowest - 1)).as(action).isTrue();
      });
      for (String other : actions.movesWith(action)) {
        assertThat(actions.movesWith(other)).as(other).contains(action);
        assertThat(actions.lowestWorking(other)).as(other).isPresent();
      }
    }
  }

  @Test
  void actions_say_what_was_shut_down() {
    assertThat(FACTS.actions().isShut("actions/upload-artifact", 3)).isTrue();
    assertThat(FACTS.actions().isShut("Actions/Upload-Artifact", 3)).isTrue();
    assertThat(FACTS.actions().isShut("actions/upload-artifact", 4)).isFalse();
    assertThat(FACTS.actions().lowestWorking("actions/cache/restore")).hasValue(3);
    assertThat(FACTS.actions().lowestRelease("actions/cache", 4)).contains("4.2.0");
    assertThat(FACTS.actionMajors("actions/checkout")).contains(1, 4, 5).doesNotContain(0);
    assertThat(FACTS.actionMajors("nobody/knows")).isEmpty();
    assertThat(FACTS.actions().movesWith("actions/upload-artifact"))
        .containsExactly("actions/download-artifact");
    // its newer releases have no tag with the major alone
    assertThat(FACTS.actions().majors("astral-sh/setup-uv")).endsWith(7);
  }

  @Test
  void a_setup_action_is_pinned_by_a_whole_commit() {
    ActionFacts actions = FACTS.actions();
    for (String command : actions.installedCommands()) {
      SetupAction setup = actions.setupAction(command).orElseThrow();
      assertThat(setup.action()).as(command).matches("[\\w.-]+/[\\w.-]+(/[\\w.-]+)?");
      assertThat(actions.majors(setup.action())).as(command).isNotEmpty();
      setup.release().ifPresent(release -> {
        assertThat(release.commit()).as(command).matches("[0-9a-f]{40}");
        assertThat(release.tag()).as(command).matches("v?[0-9]+\\.[0-9]+\\.[0-9]+");
      });
    }
    assertThat(actions.setupAction("terraform").flatMap(SetupAction::release)).isPresent();
    assertThat(actions.setupAction("no-such-tool")).isEmpty();
  }

  @Test
  void no_offered_runtime_was_at_its_end_when_the_table_was_checked() {
    RuntimeFacts runtimes = FACTS.runtimes();
    assertThat(runtimes.known())
        .containsExactly("node", "python", "go", "java", "ruby", "dotnet", "php", "rust");
    for (String runtime : runtimes.known()) {
      assertThat(runtimes.offered(runtime)).as(runtime).isNotEmpty();
      for (String version : runtimes.offered(runtime)) {
        runtimes
            .end(runtime, version)
            .ifPresent(end -> assertThat(end)
                .as(runtime + " " + version)
                .isAfter(FACTS.date(FactsSection.RUNTIMES)));
      }
      runtimes
          .versionsWithEnd(runtime)
          .forEach(version -> assertThat(runtimes.end(runtime, version))
              .as(runtime + " " + version)
              .isPresent());
    }
  }

  @Test
  void python_is_told_per_image() {
    RuntimeFacts runtimes = FACTS.runtimes();

    assertThat(runtimes.notOffered("python", "ubuntu-24.04")).contains("3.7").doesNotContain("3.8");
    assertThat(runtimes.notOffered("python", "ubuntu-22.04")).doesNotContain("3.7");
    assertThat(runtimes.notOffered("python", "ubuntu-26.04"))
        .contains("3.9")
        .doesNotContain("3.10");
    assertThat(runtimes.notOffered("python", "my-own-runner")).isEmpty();
    for (String name : FACTS.labels()) {
      assertThat(runtimes.notOffered("python", name))
          .as(name)
          .doesNotContainAnyElementsOf(runtimes.offered("python"));
    }
  }

  @Test
  void the_highest_patch_is_of_its_own_line() {
    for (String image : FACTS.officialImages()) {
      assertThat(FACTS.imageLines(image)).as(image).isNotEmpty();
      for (String line : FACTS.imageLines(image)) {
        assertThat(FACTS.highestPatch(image, line).orElseThrow())
            .as(image)
            .matches(java.util.regex.Pattern.quote(line) + "([.u_][0-9._b-]+)?");
      }
    }
    assertThat(FACTS.highestPatch("python", "3.8")).contains("3.8.20");
    assertThat(FACTS.highestPatch("node", "20")).contains("20.20.2");
    assertThat(FACTS.highestPatch("node", "20.11")).contains("20.11.1");
    assertThat(FACTS.highestPatch("openjdk", "17")).isEmpty();
  }

  @Test
  void gradle_and_class_files_name_their_jdk() {
    ToolFacts tools = FACTS.tools();

    assertThat(tools.highestJdk("7.6.4")).hasValue(19);
    assertThat(tools.highestJdk("8.10.2")).hasValue(23);
    assertThat(tools.highestJdk("8.9")).hasValue(22);
    assertThat(tools.highestJdk("8.5-rc-1")).hasValue(21);
    assertThat(tools.highestJdk("latest")).isEmpty();
    assertThat(tools.jdkOfClassFile(61)).hasValue(17);
    for (int jdk = 5; jdk <= 27; jdk++) {
      assertThat(tools.jdkOfClassFile(jdk + 44)).hasValue(jdk);
    }
  }

  @Test
  void linters_and_kinds_have_their_successor() {
    ToolFacts tools = FACTS.tools();

    assertThat(tools.golangciLintMajor(6)).hasValue(1);
    assertThat(tools.golangciLintMajor(7)).hasValue(2);
    assertThat(tools.lowestGolangciLint(8)).contains("2.1.0");
    assertThat(tools.lastGolangciLint(1)).contains("1.64.8");
    assertThat(tools.kubernetesSuccessor("policy/v1beta1", "PodDisruptionBudget"))
        .contains("policy/v1");
    assertThat(tools.kubernetesSuccessor("policy/v1beta1", "PodSecurityPolicy")).isEmpty();
    assertThat(tools.kubernetesSuccessor("extensions/v1beta1", "Ingress")).isEmpty();
  }

  @Test
  void packages_have_names_that_apt_takes() {
    PackageFacts packages = FACTS.packages();
    for (String library : packages.t64Libraries()) {
      assertThat(packages.t64Name(library).orElseThrow())
          .as(library)
          .contains("t64")
          .startsWith("lib");
    }
    packages
        .headers()
        .forEach(header -> assertThat(packages.forHeader(header).orElseThrow())
            .as(header)
            .matches("[a-z0-9][a-z0-9.+-]+-dev"));
    packages
        .modules()
        .forEach(module -> assertThat(packages.forModule(module).orElseThrow())
            .as(module)
            .matches("[a-z0-9][a-z0-9.+-]+-dev"));
    assertThat(packages.headers()).hasSizeGreaterThan(60);
    assertThat(packages.t64Name("libcurl3-gnutls")).contains("libcurl3t64-gnutls");
    assertThat(packages.forHeader("openssl/ssl.h")).contains("libssl-dev");
    assertThat(packages.forModule("gtk+-3.0")).contains("libgtk-3-dev");
  }

  @Test
  void a_retired_suite_has_an_archive() {
    ServiceFacts services = FACTS.services();
    assertThat(services.archive("buster")).contains("archive.debian.org");
    assertThat(services.archive("bookworm")).isEmpty();
    services
        .retiredSuites()
        .forEach(codename -> assertThat(services.archive(codename)).as(codename).isPresent());
  }
}
