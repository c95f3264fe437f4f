package io.github.cicdmonitor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.redact.LineRedaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LogCutterTest {
  private static final String T = "2026-01-02T03:04:05.1234567Z ";

  private static List<SafeText> asIs(List<String> lines) {
    return lines.stream().map(SafeText::ofRedacted).toList();
  }

  private static Excerpt cut(String log, Charset charset) {
    return cut(log.getBytes(charset), Optional.empty(), LogCutterTest::asIs);
  }

  private static Excerpt cut(
      byte[] log, Optional<LogCutter.FailedStep> step, LineRedaction redaction) {
    try {
      return new LogCutter(LineInterest.NONE)
          .cut(new ByteArrayInputStream(log), new LogCutter.Cut(step, 2_500, redaction));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<LogCutter.FailedStep> step(String name) {
    return Optional.of(new LogCutter.FailedStep(name, Optional.empty(), Optional.empty()));
  }

  private static Excerpt cut(String log) {
    return cut(log, StandardCharsets.UTF_8);
  }

  private static String filler(int lines) {
    return (T + "Compiling unit of work\n").repeat(lines);
  }

  @Test
  void a_log_without_a_word_gives_an_empty_excerpt() {
    assertThat(cut("").lines()).isEmpty();
    assertThat(cut("").totalLines()).isZero();
    assertThat(cut("\ufeff").errorLines()).isEmpty();
    assertThat(cut((T + "\n").repeat(5)).errorLines()).isEmpty();
  }

  @Test
  void the_reason_is_found_in_the_middle_one_percent() {
    String log = filler(50_000) + T + "error: cannot open door 7\n" + filler(50_000);
    Excerpt excerpt = cut(log);
    assertThat(excerpt.errorLines()).first().isEqualTo(50_001);
    assertThat(excerpt.line(50_001).orElseThrow().text().value())
        .isEqualTo("error: cannot open door 7");
    assertThat(excerpt.totalLines()).isEqualTo(100_001);
  }

  @Test
  void an_echoed_script_is_not_a_reason() {
    String log = T
        + "##[group]Run ./check\n"
        + T
        + "\u001b[36;1mecho \"error: the script says so\" && exit 1\u001b[0m\n"
        + T
        + "##[endgroup]\n"
        + filler(30)
        + T
        + "fatal: the real one\n"
        + T
        + "##[error]Process completed with exit code 1.\n";
    assertThat(cut(log).errorLines()).first().isEqualTo(34);
    assertThat(cut(log).errorLines()).doesNotContain(2);
  }

  private static final String STEPS = """
      2026-01-02T03:04:04.9999999Z ##[group]Run ./set-up
      2026-01-02T03:04:05.1000000Z done
      2026-01-02T03:04:07.2000000Z ##[group]Run ./test
      2026-01-02T03:04:07.3000000Z ##[endgroup]
      2026-01-02T03:04:09.0000000Z ##[group]Run ./inner
      2026-01-02T03:04:09.1000000Z error: no such door
      2026-01-02T03:04:09.2000000Z ##[error]Process completed with exit code 1.
      2026-01-02T03:04:15.1000000Z ##[group]Run docker compose logs
      2026-01-02T03:04:15.2000000Z ##[endgroup]
      2026-01-02T03:04:15.3000000Z fatal: the other container has no door
      2026-01-02T03:04:17.0000000Z Post job cleanup.
      """;

  /** First and last line of the failed step. */
  private static List<Integer> stepIn(String log, int began, int next) {
    Instant minute = Instant.parse("2026-01-02T03:04:00Z");
    Optional<LogCutter.FailedStep> step = Optional.of(new LogCutter.FailedStep(
        "Test",
        Optional.of(minute.plusSeconds(began)),
        next == 0 ? Optional.empty() : Optional.of(minute.plusSeconds(next))));
    Excerpt excerpt = cut(log.getBytes(StandardCharsets.UTF_8), step, LogCutterTest::asIs);
    return List.of(excerpt.stepFrom(), excerpt.stepTo());
  }

  @Test
  void the_failed_step_is_found_by_the_times_at_which_steps_began() {
    assertThat(stepIn(STEPS, 7, 15)).containsExactly(3, 7);
    assertThat(stepIn("\ufeff" + STEPS, 7, 17)).containsExactly(3, 10);
    assertThat(stepIn(STEPS, 7, 0)).containsExactly(3, 11);
    assertThat(stepIn(STEPS, 17, 0)).as("a post step").containsExactly(11, 11);
    assertThat(stepIn(STEPS, 6, 15)).as("printed in the next second").containsExactly(3, 7);
    assertThat(cut(STEPS).stepFrom()).isZero();
  }

  @Test
  void a_step_that_is_not_certain_is_not_known() {
    List<Integer> unknown = List.of(0, 0);
    assertThat(stepIn(STEPS, 10, 15)).as("no header of its own").isEqualTo(unknown);
    assertThat(stepIn(STEPS, 14, 15)).as("the next step's header").isEqualTo(unknown);
    assertThat(stepIn(STEPS, 7, 7)).as("two steps in a second").isEqualTo(unknown);
    String two = STEPS.replace("03:04:05.1000000Z done", "03:04:07.0000000Z ##[group]Run ./last");
    assertThat(stepIn(two, 7, 15)).as("an action within the step before").isEqualTo(unknown);
    String inner = STEPS.replace("03:04:09.0", "03:04:08.0");
    assertThat(stepIn(inner, 7, 15)).as("another in the next second").isEqualTo(unknown);
    assertThat(stepIn(STEPS.replace("03:04:07.2", "03:99:07.2"), 7, 15)).isEqualTo(unknown);
    for (String word : List.of("##[warning]Unexpected input(s) 'x'", "##[debug]Loading inputs")) {
      assertThat(stepIn(STEPS.replace("done", word), 7, 15)).as(word).isEqualTo(unknown);
    }
  }

  @Test
  void the_failed_step_counts_more_than_an_earlier_one() {
    String log = T
        + "##[group]Run ./first\n"
        + T
        + "##[endgroup]\n"
        + T
        + "error: survived this\n"
        + T
        + "##[group]Run ./second\n"
        + T
        + "##[endgroup]\n"
        + T
        + "error: died of that\n"
        + T
        + "##[error]Process completed with exit code 2.\n";
    assertThat(cut(log).errorLines()).first().isEqualTo(6);
  }

  @Test
  void the_exit_code_is_never_the_first_reason() {
    String log =
        filler(100) + T + "door not found\n" + T + "##[error]Process completed with exit code 1.\n";
    assertThat(cut(log).errorLines()).first().isEqualTo(101);
  }

  @Test
  void utf_16_is_read_as_what_it_means() {
    String log = "line one\r\nerror: no such door\r\n".repeat(2);
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThat(cut(log, charset).line(2).orElseThrow().text().value())
          .isEqualTo("error: no such door");
    }
    assertThat(cut("\ufeff" + log, StandardCharsets.UTF_16LE).totalLines()).isEqualTo(4);
  }

  @Test
  void a_window_that_begins_inside_a_private_key_shows_none_of_it() {
    String body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ\n";
    String log = filler(20)
        + "-----BEGIN RSA PRIVATE KEY-----\n"
        + body.repeat(30)
        + "-----END RSA PRIVATE KEY-----\n"
        + "error: key refused\n";
    assertThat(cut(log).lines()).noneMatch(line -> line.text().value().contains("MIIE"));
    assertThat(cut(log.replace("-----END RSA PRIVATE KEY-----\n", "")).lines())
        .noneMatch(line -> line.text().value().contains("MIIE"));
  }

  @Test
  void a_ten_megabyte_line_is_one_line() {
    String log = "x".repeat(10 << 20) + "\nerror: after the long one\n";
    Excerpt excerpt = cut(log);
    assertThat(excerpt.errorLines()).containsExactly(2);
    assertThat(excerpt.totalLines()).isEqualTo(2);
    assertThat(excerpt.tokens()).isLessThan(2_500);
  }

  @Test
  void a_line_longer_than_a_block_may_begin_anywhere_in_it() {
    for (int before : new int[] {0, 1, 30_000, 40_000, 262_143, 262_144, 290_000}) {
      String log = "y".repeat(before) + "\n" + "a".repeat(700_000) + "\n##[error]disk is full\n";
      Excerpt excerpt = cut(log);
      assertThat(excerpt.totalLines()).as("%d", before).isEqualTo(3);
      assertThat(excerpt.line(3)).as("%d", before).isPresent();
    }
  }

  @Test
  void lines_count_line_feeds_only() {
    Excerpt excerpt = cut("a\rb\rc\n\u2028\u0085\nerror: third line\r\n");
    assertThat(excerpt.errorLines()).containsExactly(3);
    assertThat(excerpt.totalLines()).isEqualTo(3);
  }

  @Test
  void redaction_sees_whole_lines_before_they_are_cut() {
    String secret = "s3cr3t".repeat(200);
    String log = "error: " + "a".repeat(600) + secret + "\n";
    LineRedaction hide = lines ->
        lines.stream().map(l -> SafeText.ofRedacted(l.replace(secret, "***"))).toList();
    Excerpt excerpt = cut(log.getBytes(StandardCharsets.UTF_8), Optional.empty(), hide);
    assertThat(excerpt.lines())
        .extracting(LogLine::text)
        .noneMatch(t -> t.value().contains("s3c"));
  }

  @Test
  void the_named_step_is_looked_at_first() {
    String one = "build\tUnit tests\t" + T;
    String two = "build\tDeploy\t" + T;
    String log = one + "error: in the tests\n" + two + "error: in the deployment\n";
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    assertThat(cut(bytes, step("Deploy"), LogCutterTest::asIs).errorLines())
        .first()
        .isEqualTo(2);
    assertThat(cut(bytes, step("Unit tests"), LogCutterTest::asIs).errorLines())
        .first()
        .isEqualTo(1);
  }
}
