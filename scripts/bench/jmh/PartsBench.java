package io.github.cicdmonitor.bench;

import io.github.cicdmonitor.redact.ControlText;
import io.github.cicdmonitor.logs.LineInterest;
import io.github.cicdmonitor.logs.LogCutter;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.logs.Signatures;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.rules.RuleMatcher;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The parts that a log goes through, each alone, on one log of 20,000 lines (about 1.5 MB). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PartsBench {
  private final Redactor redactor = Redactor.withoutOwnSecrets();
  private final RuleSet rules = RuleSet.builtIn();
  private final LogCutter cutter =
      new LogCutter(new LineInterest(rules.literals(), rules::weigh));
  private final RuleMatcher matcher = new RuleMatcher(rules);
  private byte[] log = new byte[0];
  private List<String> lines = List.of();
  private Excerpt excerpt = Excerpt.NOTHING;

  @Setup
  public void write() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("2026-11-20T10:00:00.0000000Z step ").append(i % 40).append(": fetched package-")
          .append(i).append(" in ").append(i % 900).append(" ms\n");
      if (i == 12_000) {
        text.append("2026-11-20T10:00:00.0000000Z npm error code ERESOLVE\n");
        text.append("2026-11-20T10:00:00.0000000Z npm error ERESOLVE unable to resolve tree\n");
      }
    }
    log = text.toString().getBytes(StandardCharsets.UTF_8);
    lines = text.toString().lines().limit(2_000).toList();
    excerpt = cut();
  }

  /** The ratio base: every byte touched once. */
  @Benchmark
  public int countingNewlines() {
    int count = 0;
    for (byte b : log) {
      count += b == '\n' ? 1 : 0;
    }
    return count;
  }

  @Benchmark
  public Excerpt cut() throws IOException {
    return cutter.cut(new ByteArrayInputStream(log), LogCutter.Cut.typical(redactor));
  }

  @Benchmark
  public Object redact2000Lines() {
    return redactor.redact(lines);
  }

  @Benchmark
  public Object clean2000Lines() {
    return lines.stream().map(ControlText::clean).toList();
  }

  @Benchmark
  public Object name() {
    return Signatures.of(excerpt, "CI", "build (18)");
  }

  @Benchmark
  public Object match() {
    return matcher.match(excerpt);
  }
}
