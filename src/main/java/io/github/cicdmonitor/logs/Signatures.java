package io.github.cicdmonitor.logs;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Signature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names faults: the same fault on another run, runner, matrix leg or day has the same signature, two
 * faults have two.
 *
 * <p>Made of the best error lines with their {@link Noise} masked, in alphabetical order and without
 * repeats, so that neither the order of parallel output nor a retry matters.
 */
public final class Signatures {
  private static final int LINES = 3;
  private static final int LONGEST_LINE = 300;
  private static final int FEWEST_LETTERS = 6;

  private static final Pattern GENERIC = Pattern.compile(
      "(?i)^(?:error: *)?(?:process completed with exit code.*|the process .{0,200} failed with exit code.*|the operation was canceled\\.?|.{0,40}returned exit code.*|build failed\\.?|failed\\.?|error\\.?|failure\\.?|failures?!?|command failed.*|exit (?:code|status).*|script returned.*|job failed.*|\\W*)$");
  private static final Pattern MATRIX = Pattern.compile(" *\\([^()]*\\)");
  private static final Pattern SYSTEM = Pattern.compile(
      "(?i)\\b(?:ubuntu|windows|macos|debian|alpine|linux)(?:-latest|-\\d[\\w.]*)?\\b");
  private static final Pattern NUMBER = Pattern.compile("\\bv?\\d+(?:[./]\\d+)*(?:\\.x)?\\b");

  private Signatures() {}

  /** The name of the fault that the excerpt shows, in this workflow and job. */
  public static Signature of(Excerpt excerpt, String workflow, String job) {
    Set<String> lines = new TreeSet<>();
    for (int number : excerpt.errorLines()) {
      if (lines.size() < LINES) {
        excerpt.line(number).ifPresent(line -> addUnlessGeneric(line.text().value(), lines));
      }
    }
    String text = String.join("\n", lines);
    String where = workflow.strip() + "\n" + jobBase(job);
    return new Signature(
        digest("1\n" + where + "\n" + text), lines.isEmpty() ? "" : digest("1\n" + text));
  }

  /** The lines that make the signature, masked: what {@code --explain} and tests look at. */
  static String normalised(String line) {
    String head = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
    return Noise.mask(head);
  }

  private static void addUnlessGeneric(String line, Set<String> lines) {
    String masked = normalised(line);
    long letters = masked.chars().filter(Character::isLetter).count();
    if (letters >= FEWEST_LETTERS && !GENERIC.matcher(masked).matches()) {
      lines.add(masked);
    }
  }

  /** The job's name without matrix values: {@code test (ubuntu, 18)} is {@code test}. */
  static String jobBase(String job) {
    String base = MATRIX.matcher(job).replaceAll("");
    base = SYSTEM.matcher(base).replaceAll("<system>");
    base = NUMBER.matcher(base).replaceAll("<n>");
    base = base.replaceAll("\\s+", " ").strip();
    return base.isEmpty() ? job.strip() : base;
  }

  private static String digest(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
