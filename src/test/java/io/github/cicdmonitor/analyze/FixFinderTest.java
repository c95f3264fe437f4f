package io.github.cicdmonitor.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.fixes.Checkout;
import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Excerpts;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.redact.Redactor;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a fix of the catalogue stands above what the rules say, and when it does not. */
final class FixFinderTest {
  private static final String DENIED = "x.sh: line 1: ./build.sh: Permission denied";
  private static final FixFinder.Place NOWHERE = new FixFinder.Place("", "");

  private final Redactor redactor = new Redactor(List.of());
  private final FixFinder finder = new FixFinder(
      List.of(), command -> false, Facts.shipped(), LocalDate.of(2026, 11, 26), redactor::redact);
  private final AtomicInteger read = new AtomicInteger();

  private SafeText safe(String text) {
    return redactor.redact(text);
  }

  private Excerpt excerpt(int stepFrom, int stepTo, String... lines) {
    List<LogLine> all = new ArrayList<>();
    for (String line : lines) {
      all.add(new LogLine(all.size() + 1, safe(line)));
    }
    return Excerpts.of(all, List.of(), Optional.empty(), stepFrom, stepTo, lines.length, false);
  }

  private Diagnosis rules(
      Category category, double confidence, boolean passing, Optional<String> rule, int line) {
    return new Diagnosis(
        category,
        confidence,
        passing,
        safe("what the rules say"),
        safe(""),
        List.of(new Evidence(line, safe("some line"))),
        Remediation.NONE,
        rule);
  }

  private FixFinder.Files files(Map<String, String> texts) {
    Map<String, String> modes = new HashMap<>();
    texts.keySet().forEach(path -> modes.put(path, "100644"));
    return FixFinder.Files.of(new Checkout(modes, new CommitTexts(path -> {
      read.incrementAndGet();
      return Optional.ofNullable(texts.get(path));
    })));
  }

  private FixFinder.Answer find(Diagnosis byRules, Excerpt excerpt) {
    return finder.find(
        byRules, excerpt, NOWHERE, () -> files(Map.of("build.sh", "#!/bin/sh\ntrue\n")));
  }

  @Test
  void it_stands_above_developers_trouble_that_is_not_sure_and_takes_its_own_category() {
    Diagnosis fixed = find(
            rules(Category.TEST_FAILURE, 0.7, false, Optional.of("other"), 1),
            excerpt(0, 0, "one", DENIED))
        .diagnosis()
        .orElseThrow();

    assertThat(fixed.category()).isEqualTo(Category.CI_CONFIGURATION);
    assertThat(fixed.confidence()).isEqualTo(0.9);
    assertThat(fixed.rule()).isEmpty();
    assertThat(fixed.rootCause().value()).contains("build.sh is run as a program");
    assertThat(fixed.evidence().get(0).line()).isEqualTo(2);
    assertThat(fixed.remediation().fix()).contains("executable-bit");
    assertThat(fixed.remediation().kind()).isEqualTo(Remediation.Kind.EDIT);
  }

  @Test
  void developers_trouble_that_is_sure_stays_and_no_file_is_read() {
    FixFinder.Answer answer = find(
        rules(Category.TEST_FAILURE, 0.8, false, Optional.of("other"), 1),
        excerpt(0, 0, "one", DENIED));

    assertThat(answer.diagnosis()).isEmpty();
    assertThat(read).hasValue(0);
  }

  @Test
  void the_words_and_the_category_of_a_rule_that_knows_the_same_line_stay() {
    Diagnosis fixed = find(
            rules(Category.ENVIRONMENT, 0.95, false, Optional.of("denied"), 2),
            excerpt(0, 0, "one", DENIED))
        .diagnosis()
        .orElseThrow();

    assertThat(fixed.category()).isEqualTo(Category.ENVIRONMENT);
    assertThat(fixed.confidence()).isEqualTo(0.95);
    assertThat(fixed.rule()).contains("denied");
    assertThat(fixed.rootCause().value()).isEqualTo("what the rules say");
  }

  @Test
  void a_fix_is_tried_before_a_re_run() {
    Diagnosis fixed = find(
            rules(Category.INFRASTRUCTURE, 0.95, true, Optional.of("mirror"), 1),
            excerpt(0, 0, "one", DENIED))
        .diagnosis()
        .orElseThrow();

    assertThat(fixed.transientFault()).isFalse();
    assertThat(fixed.remediation().kind()).isEqualTo(Remediation.Kind.EDIT);
  }

  @Test
  void a_line_of_another_step_asks_for_nothing() {
    FixFinder.Answer answer = find(
        rules(Category.ENVIRONMENT, 0.9, false, Optional.empty(), 2),
        excerpt(2, 3, DENIED, "two", "three"));

    assertThat(answer.diagnosis()).isEmpty();
    assertThat(answer.whyNot()).isEmpty();
  }

  @Test
  void a_kind_that_wants_too_many_files_does_not_apply() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 61; i++) {
      many.put(".github/workflows/w" + i + ".yml", "name: w\non: push\n");
    }

    FixFinder.Answer answer = finder.find(
        rules(Category.ENVIRONMENT, 0.9, false, Optional.empty(), 1),
        excerpt(0, 0, "docker-compose: command not found"),
        NOWHERE,
        () -> files(many));

    assertThat(answer.diagnosis()).isEmpty();
    assertThat(answer.whyNot()).contains("docker-compose-plugin", "more files than are read");
    assertThat(read).hasValue(60);
  }

  @Test
  void without_the_files_it_says_why() {
    FixFinder.Answer answer = finder.find(
        rules(Category.ENVIRONMENT, 0.9, false, Optional.empty(), 1),
        excerpt(0, 0, DENIED),
        NOWHERE,
        () -> FixFinder.Files.none("the failing commit is gone"));

    assertThat(answer.whyNot()).isEqualTo("no recipe was tried: the failing commit is gone");
  }
}
