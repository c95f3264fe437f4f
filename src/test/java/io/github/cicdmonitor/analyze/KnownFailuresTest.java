package io.github.cicdmonitor.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.diagnose.RuleHit;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Failures with a mechanical fix, as their tools word them: the ends of logs in {@code
 * known-failures.txt}, each under a line {@code === RULE CATEGORY}.
 */
final class KnownFailuresTest {
  private static final double SURE_ENOUGH = 0.7;
  private static final Pattern SECTIONS = Pattern.compile("(?m)^=== ");
  private static final Pattern BLANK = Pattern.compile(" ");
  private static final RuleSet RULES = RuleSet.builtIn();

  /** @param rule id of the rule that the diagnosis must rest on */
  record Sample(String rule, String category, String log) {
    @Override
    public String toString() {
      return rule + ": " + log.lines().findFirst().orElse("");
    }
  }

  static Stream<Sample> samples() throws IOException {
    try (InputStream in =
        KnownFailuresTest.class.getResourceAsStream("/analyze/known-failures.txt")) {
      String all = new String(in.readAllBytes(), UTF_8);
      return SECTIONS.splitAsStream(all).filter(section -> !section.isBlank()).map(section -> {
        List<String> head =
            section.lines().limit(1).flatMap(BLANK::splitAsStream).toList();
        return new Sample(head.get(0), head.get(1), section.substring(section.indexOf('\n') + 1));
      });
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void it_is_named_as_the_pipelines_fault_whoever_worded_it(Sample sample) throws IOException {
    LogExplainer explainer = LogExplainer.with(RULES, new Redactor(List.of()), 6_000);
    LogExplainer.Explained explained = explainer.explain(
        new ByteArrayInputStream(sample.log().getBytes(UTF_8)), Optional.empty(), "CI", "build");

    Diagnosis diagnosis = explainer.byRules(explained.excerpt());

    assertThat(explainer.hits(explained.excerpt()).stream().findFirst().map(RuleHit::rule))
        .contains(sample.rule());
    assertThat(diagnosis.category().word()).isEqualTo(sample.category());
    assertThat(diagnosis.failureClass()).isEqualTo(FailureClass.DEVOPS);
    assertThat(diagnosis.confidence()).isGreaterThanOrEqualTo(SURE_ENOUGH);
  }
}
