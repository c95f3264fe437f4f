package io.github.cicdmonitor.logs;

import io.github.cicdmonitor.diagnose.Judge;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.rules.Rule;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parts of {@code scripts/bench/logs}: {@code generate FILE MB}, {@code patterns} (the rules as
 * one alternation for grep -E), {@code ours FILE} (cut, redact, name, match; twice) and {@code regex
 * FILE SECONDS} (a line loop over the same patterns in java.util.regex, for so long).
 */
final class LogsBench {
  private static final int MEGABYTE = 1 << 20;

  private LogsBench() {}

  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "generate" -> generate(Path.of(args[1]), Integer.parseInt(args[2]));
      case "patterns" -> System.out.println(alternation());
      case "ours" -> ours(Path.of(args[1]));
      case "regex" -> regex(Path.of(args[1]), Duration.ofSeconds(Integer.parseInt(args[2])));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** The mix of a big build: mostly progress, some levels and summaries, rarely a reason. */
  private static void generate(Path file, int megabytes) throws IOException {
    Random random = new Random(42);
    long written = 0;
    long line = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), MEGABYTE)) {
      while (written < (long) megabytes * MEGABYTE) {
        byte[] bytes = ("2026-01-02T03:04:" + 10 + line % 50 + ".1234567Z " + text(random, line)
                + "\n")
            .getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        written += bytes.length;
        line++;
      }
      out.write("2026-01-02T03:05:00.0Z ##[error]Process completed with exit code 1.\n"
          .getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String text(Random random, long line) {
    int kind = random.nextInt(1000);
    String name = "module" + random.nextInt(900) + "/part" + random.nextInt(900);
    if (line % 25_000 == 24_000) {
      return "src/" + name + ".ts(3,5): error TS2322: Type 'string' is not assignable to type 'x'.";
    }
    if (kind < 500) {
      return "[INFO] Downloading from central: https://repo.example/maven2/" + name
          + "/1.2.jar (12 kB)";
    }
    if (kind < 700) {
      return "[" + line % 3000 + "/3000] Building CXX object lib/" + name
          + ".cpp.o -O2 -fPIC -Wall";
    }
    if (kind < 850) {
      return "  \u001b[32m✓\u001b[0m " + name + " renders the list of orders (" + kind % 90
          + " ms)";
    }
    if (kind < 930) {
      return "[INFO] Tests run: 12, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s - in "
          + name;
    }
    if (kind < 990) {
      return "remote: Counting objects: 100% (" + line + "/" + line + "), done. " + name;
    }
    return "warning: " + name + ".c:12:5: unused variable 'x' [-Wunused-variable]";
  }

  private static String alternation() {
    return RuleSet.builtIn().rules().stream()
        .map(rule -> "(" + forGrep(rule.pattern().toString()) + ")")
        .collect(Collectors.joining("|"));
  }

  /** The same in the syntax of {@code grep -E}, which has no flags, no lazy repeats and no {@code \d}. */
  private static String forGrep(String pattern) {
    String plain = pattern
        .replaceAll("\\(\\?[a-z]+\\)", "")
        .replaceAll("\\(\\?(?:P?<\\w+>|[a-z-]*:)", "(")
        .replaceAll("([+*?}])\\?", "$1");
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < plain.length()) {
      char c = plain.charAt(i);
      boolean isEscaped = c == '\\' && i + 1 < plain.length();
      if (c == '[') {
        int end = setEnd(plain, i);
        out.append(set(plain.substring(i + 1, end)));
        i = end + 1;
      } else if (isEscaped) {
        char next = plain.charAt(i + 1);
        out.append(next == 'd' ? "[0-9]" : next == 't' ? "\t" : "\\" + next);
        i += 2;
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }

  private static int setEnd(String pattern, int open) {
    int i = open + 1;
    while (pattern.charAt(i) != ']') {
      i += pattern.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }

  /** A set of characters; a bracket stands first in it and a dash last, as nothing escapes them. */
  private static String set(String content) {
    boolean isNot = content.startsWith("^");
    String rest = content.substring(isNot ? 1 : 0);
    boolean hasBracket = rest.contains("\\]");
    boolean hasDash = rest.contains("\\-") || rest.startsWith("-") || rest.endsWith("-");
    String inner = rest.replace("\\]", "")
        .replace("\\-", "")
        .replaceAll("^-|-$", "")
        .replace("\\w", "A-Za-z0-9_")
        .replace("\\d", "0-9")
        .replace("\\s", " \t")
        .replace("\\t", "\t")
        .replace("\\S", "!-~")
        .replaceAll("_-(?=[^A-Za-z0-9])", "_")
        .replace("\\", "");
    hasDash |= rest.matches(".*\\\\w-[^A-Za-z0-9].*");
    return (isNot ? "[^" : "[") + (hasBracket ? "]" : "") + inner + (hasDash ? "-]" : "]");
  }

  private static void ours(Path file) throws IOException {
    RuleSet rules = RuleSet.builtIn();
    LogCutter cutter = new LogCutter(Judge.interest(rules));
    Judge matcher = new Judge(rules);
    for (int pass = 1; pass <= 2; pass++) {
      long start = System.nanoTime();
      Excerpt excerpt;
      try (InputStream in = Files.newInputStream(file)) {
        excerpt = cutter.cut(in, LogCutter.Cut.typical(Redactor.withoutOwnSecrets()));
      }
      Signatures.of(excerpt, "CI", "build");
      String told = matcher.judge(excerpt).map(d -> d.category().word()).orElse("-");
      speed("ours, pass " + pass + " (" + told + ")", Files.size(file), start);
    }
  }

  private static void regex(Path file, Duration most) throws IOException {
    Pattern[] patterns = RuleSet.builtIn().rules().stream()
        .map(Rule::pattern)
        .map(p -> Pattern.compile(p.toString()))
        .toArray(Pattern[]::new);
    long read = 0;
    long hits = 0;
    long start = System.nanoTime();
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String line = in.readLine();
      while (line != null && System.nanoTime() - start < most.toNanos()) {
        read += line.length() + 1;
        for (Pattern pattern : patterns) {
          if (pattern.matcher(line).find()) {
            hits++;
            break;
          }
        }
        line = in.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    speed("java.util.regex, " + hits + " lines", read, start);
  }

  private static void speed(String what, long bytes, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%.2f MB/s %s%n", bytes / seconds / MEGABYTE, what);
  }
}
