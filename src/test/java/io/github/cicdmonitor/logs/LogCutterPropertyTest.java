package io.github.cicdmonitor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.diagnose.Judge;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.redact.ControlText;
import io.github.cicdmonitor.redact.LineRedaction;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class LogCutterPropertyTest {
  private static final RuleSet RULES = RuleSet.builtIn();
  private static final LogCutter CUTTER =
      new LogCutter(new LineInterest(RULES.literals(), RULES::weigh));
  private static final String T = "2026-01-02T03:04:05.1234567Z ";

  private static List<SafeText> asIs(List<String> lines) {
    return lines.stream().map(SafeText::ofRedacted).toList();
  }

  private static Excerpt cut(InputStream in, int tokens, LineRedaction redaction) {
    try {
      return CUTTER.cut(in, new LogCutter.Cut(Optional.empty(), tokens, redaction));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Excerpt cut(String log, int tokens) {
    return cut(
        new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)),
        tokens,
        LogCutterPropertyTest::asIs);
  }

  /** Hands out the bytes in odd pieces, as a network does. */
  private static InputStream trickle(byte[] bytes, long seed) {
    Random random = new Random(seed);
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 1 + random.nextInt(700)));
      }
    };
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "Compiling unit of work",
            "error: cannot open the door",
            "##[group]Run ./build",
            "##[endgroup]",
            "##[error]Process completed with exit code 1.",
            "##[error]",
            "\u001b[36;1mecho \"error: not this\"\u001b[0m",
            "Post job cleanup.",
            "FAIL: door_test",
            "10%\r50%\r100%",
            "-----BEGIN PRIVATE KEY-----",
            "-----END PRIVATE KEY-----",
            "Tests run: 3, Failures: 1, Errors: 0, Skipped: 0",
            "npm error code ERESOLVE",
            "",
            "\ufeff",
            "job\tstep\t" + T + "fatal: no such room",
            "warning: nothing to see"),
        Arbitraries.strings().ofMaxLength(30).map(s -> s.replace("\n", " ")));
  }

  @Provide
  Arbitrary<String> logs() {
    return lines().list().ofMaxSize(120).map(l -> String.join("\n", l));
  }

  @Property(tries = 150)
  void the_excerpt_fits_the_budget(
      @ForAll("logs") String log, @ForAll @IntRange(min = 50, max = 6_000) int budget) {
    assertThat(cut(log, budget).tokens()).isLessThanOrEqualTo(budget);
  }

  @Property(tries = 150)
  void every_line_of_the_excerpt_is_that_line_of_the_log(@ForAll("logs") String log) {
    String[] all = log.split("\n", -1);
    for (LogLine line : cut(log, 6_000).lines()) {
      String whole = ControlText.clean(all[line.number() - 1]);
      String shown = line.text().value();
      assertThat(shown.equals("[key material left out]") || whole.contains(shown))
          .as(line.number() + " " + shown)
          .isTrue();
    }
  }

  @Property(tries = 150)
  void error_lines_are_in_the_excerpt_once(@ForAll("logs") String log) {
    Excerpt excerpt = cut(log, 1_000);
    Set<Integer> numbers = new HashSet<>();
    excerpt.lines().forEach(line -> numbers.add(line.number()));
    assertThat(numbers).containsAll(excerpt.errorLines());
    assertThat(excerpt.errorLines()).doesNotHaveDuplicates();
  }

  @Property(tries = 100)
  void pieces_of_the_stream_make_no_difference(@ForAll("logs") String log, @ForAll long seed) {
    byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
    assertThat(cut(trickle(bytes, seed), 2_500, LogCutterPropertyTest::asIs))
        .isEqualTo(cut(log, 2_500));
  }

  @Property(tries = 100)
  void lines_are_counted_by_line_feeds(@ForAll("logs") String log) {
    long feeds = log.chars().filter(c -> c == '\n').count();
    long open = log.isEmpty() || log.endsWith("\n") ? 0 : 1;
    assertThat((long) cut(log, 500).totalLines()).isEqualTo(feeds + open);
  }

  @Property(tries = 100)
  void random_bytes_are_read_and_explained_without_an_exception(@ForAll byte[] bytes) {
    Excerpt excerpt = cut(new ByteArrayInputStream(bytes), 2_500, Redactor.withoutOwnSecrets());
    new Judge(RULES).judge(excerpt);
    new Judge(RULES).explain(excerpt);
    Signatures.of(excerpt, "w", "j");
  }

  @Property(tries = 60)
  void the_one_reason_is_found_wherever_it_stands(
      @ForAll @IntRange(min = 0, max = 3_000) int before,
      @ForAll @IntRange(min = 0, max = 3_000) int after) {
    String filler = T + "Fetched another part of the house\n";
    String log = filler.repeat(before) + T + "npm error code ERESOLVE\n" + filler.repeat(after);
    Excerpt excerpt = cut(log, 2_500);
    assertThat(excerpt.errorLines()).containsExactly(before + 1);
    assertThat(new Judge(RULES).judge(excerpt).orElseThrow().rule()).contains("npm-eresolve");
  }

  @Property(tries = 40)
  void a_wall_of_follow_ups_does_not_hide_the_first_error(
      @ForAll @IntRange(min = 1, max = 3_000) int wall) {
    StringBuilder log = new StringBuilder(T + "##[group]Run make\n" + T + "##[endgroup]\n");
    log.append(T).append("src/door.c:3:5: error: unknown type name 'door_t'\n");
    for (int i = 0; i < wall; i++) {
      log.append(T).append("make[2]: *** [Makefile:").append(i).append(": part] Error 1\n");
    }
    log.append(T).append("##[error]Process completed with exit code 2.\n");
    assertThat(cut(log.toString(), 2_500).errorLines()).first().isEqualTo(3);
  }

  @Property(tries = 60)
  void no_line_of_a_private_key_is_ever_shown(
      @ForAll @IntRange(min = 1, max = 150) int body,
      @ForAll @IntRange(min = 0, max = 300) int before,
      @ForAll boolean closed) {
    String secret = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ";
    String log = (T + "work\n").repeat(before)
        + T
        + "-----BEGIN PRIVATE KEY-----\n"
        + (T + secret + "\n").repeat(body)
        + (closed ? T + "-----END PRIVATE KEY-----\n" : "")
        + T
        + "error: the key is refused\n";
    assertThat(cut(log, 6_000).lines()).noneMatch(l -> l.text().value().contains("MIIE"));
  }

  @Test
  void a_gigabyte_runs_in_the_memory_of_an_excerpt() {
    byte[] block = new byte[1 << 20];
    StringBuilder text = new StringBuilder();
    while (text.length() < block.length) {
      text.append(T).append("Fetched part ").append(text.length()).append(" of the house\n");
    }
    byte[] bytes =
        text.substring(0, block.length - 1).concat("\n").getBytes(StandardCharsets.UTF_8);
    InputStream gigabyte = new InputStream() {
      private long at;

      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        if (at >= 1L << 30) {
          return -1;
        }
        int from = (int) (at % bytes.length);
        int n = Math.min(length, bytes.length - from);
        System.arraycopy(bytes, from, target, offset, n);
        at += n;
        return n;
      }
    };
    long before = used();
    Excerpt excerpt = cut(gigabyte, 2_500, LogCutterPropertyTest::asIs);
    assertThat(excerpt.totalLines()).isGreaterThan(10_000_000);
    assertThat(used() - before).isLessThan(64L << 20);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void a_flood_of_error_lines_stays_bounded() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      String word = "" + (char) ('a' + i % 26) + (char) ('a' + i / 26 % 26);
      lines.append("error: cannot " + word + " open the " + word.repeat(i % 40) + "\n");
    }
    byte[] block = lines.toString().getBytes(StandardCharsets.UTF_8);
    InputStream flood =
        new SequenceInputStream(Collections.enumeration(Collections.nCopies(600, block).stream()
            .map(bytes -> (InputStream) new ByteArrayInputStream(bytes))
            .toList()));
    Excerpt excerpt = cut(flood, 2_500, LogCutterPropertyTest::asIs);
    assertThat(excerpt.totalLines()).isEqualTo(300_000);
    assertThat(excerpt.tokens()).isLessThanOrEqualTo(2_500);
  }
}
