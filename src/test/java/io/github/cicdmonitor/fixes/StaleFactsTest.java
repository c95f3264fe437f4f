package io.github.cicdmonitor.fixes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Half a year after the newest of the shipped facts was checked, none of them makes a fix automatic. */
final class StaleFactsTest {
  private static final Set<String> WITHOUT_FACTS = Set.of(
      "action-ref-spelling", // GitHub's list of tags
      "cache-key-bump",
      "dotnet-global-json",
      "fetch-retries",
      "file-command",
      "full-history",
      "go-version-file",
      "harmless-setting",
      "job-timeout",
      "locked-version",
      "missing-apt-update",
      "narrower-permissions",
      "package-manager-version",
      "playwright-image",
      "quoted-version",
      "requirement-pin",
      "setup-cache",
      "stricter-input",
      "stricter-install");

  private static LocalDate lastFreshDay() {
    LocalDate newest = LocalDate.MIN;
    for (FactsSection section : FactsSection.values()) {
      LocalDate date = Facts.shipped().date(section);
      newest = date.isAfter(newest) ? date : newest;
    }
    return newest.plusDays(Facts.FRESH_DAYS);
  }

  @Test
  void what_rests_on_facts_only_advises_once_they_are_old() {
    LocalDate stale = lastFreshDay().plusDays(1);
    Set<String> automatic = new TreeSet<>();
    for (Sample sample : Samples.ALL) {
      if (sample.repo().get().on(stale).recognise(sample.change(sample.after())).isAutomatic()) {
        automatic.add(sample.name());
      }
    }

    assertThat(automatic).containsExactlyInAnyOrderElementsOf(WITHOUT_FACTS);
  }

  @Test
  void tags_of_GitHub_stand_in_for_old_facts_about_actions() {
    Sample sample = Samples.ALL.stream()
        .filter(s -> s.name().equals("action-major"))
        .findFirst()
        .orElseThrow();
    Map<String, String> others = new HashMap<>();
    RepositoryFacts github = new RepositoryFacts(
        others, Map.of(), Map.of(), Map.of("actions/upload-artifact", Set.of("v3", "v4")));

    assertThat(Catalogue.recognise(
            new ParsedChange(sample.change(sample.after())),
            new FixEvidence(github, lastFreshDay().plusDays(1))))
        .matches(Recognition::isAutomatic);
  }
}
