package io.github.cicdmonitor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.SafeText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a line of a green run is worth to the excerpt of a failed one. */
final class GreenLinesPropertyTest {
  private static final String T = "2026-01-02T03:04:05.1234567Z ";
  private static final String EXIT = "##[error]Process completed with exit code 1.";
  private static final List<String> NOISE = List.of(
      "error: could not find the optional tool gizmo, going on without it",
      "Error: cannot connect to the telemetry service, ignored",
      "fatal: not a git repository: no version is shown",
      "warning: deprecated setting found in settings.toml");

  private static String log(List<String> lines) {
    StringBuilder log = new StringBuilder(T + "##[group]Run make all\n" + T + "##[endgroup]\n");
    lines.forEach(line -> log.append(T).append(line).append('\n'));
    return log.toString();
  }

  private static ByteArrayInputStream bytes(String log) {
    return new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8));
  }

  private static GreenLines green(List<String> lines) {
    try {
      return GreenLines.read(bytes(log(lines)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Excerpt cut(List<String> lines, GreenLines green) {
    try {
      return new LogCutter(LineInterest.NONE)
          .read(
              bytes(log(lines)),
              LogCutter.Cut.typical(
                  texts -> texts.stream().map(SafeText::ofRedacted).toList()))
          .against(green);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String best(Excerpt excerpt) {
    return excerpt.line(excerpt.errorLines().get(0)).orElseThrow().text().value();
  }

  private static List<String> with(List<String> noise, int at, String... failure) {
    List<String> lines = new ArrayList<>(noise);
    lines.addAll(Math.min(at, lines.size()), List.of(failure));
    lines.add(EXIT);
    return lines;
  }

  @Property(tries = 100)
  void a_line_of_both_logs_never_wins_over_one_like_it_that_is_new(
      @ForAll @IntRange(max = 4) int at, @ForAll Random random) {
    List<String> noise = new ArrayList<>(NOISE);
    Collections.shuffle(noise, random);
    List<String> red = with(noise, at, "error: could not find the required tool widget, giving up");

    assertThat(best(cut(red, green(noise)))).contains("widget");
  }

  @Property(tries = 50)
  void a_green_log_of_the_same_lines_changes_nothing(@ForAll @Size(max = 4) List<Integer> order) {
    List<String> red = with(NOISE, order.size(), "error: the door is shut");

    assertThat(cut(red, green(red))).isEqualTo(cut(red, GreenLines.NONE));
  }

  @Property(tries = 50)
  void the_order_and_number_of_the_green_lines_do_not_matter(@ForAll Random random) {
    List<String> shuffled = new ArrayList<>(NOISE);
    shuffled.addAll(NOISE);
    Collections.shuffle(shuffled, random);

    assertThat(green(shuffled).toBytes()).isEqualTo(green(NOISE).toBytes());
  }

  @Property(tries = 100)
  void what_is_kept_is_read_back_and_anything_else_is_none(@ForAll byte[] damaged) {
    GreenLines green = green(NOISE);
    assertThat(GreenLines.ofBytes(green.toBytes()).toBytes()).isEqualTo(green.toBytes());
    GreenLines.ofBytes(damaged); // throws nothing
    byte[] cut = java.util.Arrays.copyOf(green.toBytes(), green.toBytes().length - 1);
    assertThat(GreenLines.ofBytes(cut).isEmpty()).isTrue();
    assertThat(GreenLines.ofBytes(new byte[0]).isEmpty()).isTrue();
  }

  @Test
  void without_a_green_log_harmless_words_win_and_with_it_the_new_line_does() {
    List<String> red = with(NOISE, 4, "Quota of tenant seven is used up");

    assertThat(best(cut(red, GreenLines.NONE))).doesNotContain("Quota");
    Excerpt excerpt = cut(red, green(NOISE));
    assertThat(best(excerpt)).contains("Quota");
    assertThat(excerpt.familiar()).contains(3, 4, 5, 6).doesNotContain(7);
  }

  @Test
  void a_failed_step_that_a_green_run_has_too_stays_the_failed_step() {
    List<String> noise = new ArrayList<>(NOISE);
    noise.add(EXIT);

    assertThat(green(noise).holds(EXIT)).isFalse();
  }

  @Test
  void a_shown_script_is_no_output() {
    GreenLines green = green(List.of("\u001b[36;1merror: no door\u001b[0m", "x"));

    assertThat(green.holds("error: no door")).isFalse();
    assertThat(green.holds("x")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          took 12 ms to open door 7       | took 3 ms to open  door 19
          built in 1m23s at 10:20:30,123  | built in 12m3s at 11:02:09,777
          commit 3f2a9c1d8 of worker-17   | commit 91bb07aa2 of worker-4
          /tmp/tmp.4aX9b2Qz1/out          | /tmp/tmp.7kL2m9Wd3/out
          id 8a6e0804-2bd0-4672-b79d-d97027f9071a | id 0f8fad5b-d9cb-469f-a165-70867728950e
          got 512 MB and 99.5 %           | got 128 MB and 3.25 %
          """)
  void lines_that_differ_in_what_each_run_has_anew_are_the_same(String one, String other) {
    assertThat(LineKeys.of(one)).isEqualTo(LineKeys.of(other));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          Tests run: 12, Failures: 0      | Tests run: 12, Failures: 1
          0 failed                        | 3 failed
          exit code 1                     | exit code 137
          HTTP 200 from the registry      | HTTP 503 from the registry
          error TS2322: x                 | error TS2345: x
          gizmo 1.2.3 is used             | gizmo 1.2.4 is used
          could not open a.txt            | could not open b.txt
          """)
  void lines_that_tell_a_failure_from_its_absence_are_not(String one, String other) {
    assertThat(LineKeys.of(one)).isNotEqualTo(LineKeys.of(other));
  }
}
