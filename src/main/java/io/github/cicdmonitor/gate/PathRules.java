package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.gate.files.FileKind;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.model.HardRuleHit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a path may be, judged before anything is read or applied. Only plain ASCII names pass, so
 * that no file system folds one into another.
 */
public final class PathRules {
  private static final int MAX_PATH = 400;
  private static final int MAX_PART = 200;
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._@+/ -]+");
  // Names that git itself guards: on some file systems they are .git in disguise.
  private static final Pattern GIT = Pattern.compile("\\.git|git~[0-9]+|\\.git~[0-9]+");

  private static final Pattern DEVICE = WordLists.of("paths").whole("devices");
  private static final Set<String> GOVERNANCE = WordLists.of("paths").set("governance");
  private static final Pattern PRICED = WordLists.of("paths").whole("priced");

  private PathRules() {}

  /** The hard rule that forbids touching this path at all. */
  public static Optional<HardRuleHit> check(String path) {
    Optional<String> hidden = escapesOrHides(path);
    if (hidden.isPresent()) {
      return Optional.of(new HardRuleHit("B-PATH", printable(path), 0, hidden.get()));
    }
    String folded = path.toLowerCase(Locale.ROOT);
    String name = folded.substring(folded.lastIndexOf('/') + 1);
    if (GOVERNANCE.contains(name)) {
      return Optional.of(
          new HardRuleHit("B-GOV", path, 0, "decides who or what may change the repository"));
    }
    if (path.startsWith(".") && path.indexOf('/') > 0 && !PRICED.matcher(path).matches()) {
      return Optional.of(
          new HardRuleHit("B-GOV", path, 0, "a hidden folder that configures the repository"));
    }
    return Optional.empty();
  }

  /** Source or tests: the work of developers, never changed by this program. */
  public static boolean isApplicationSource(String path) {
    return FileKind.of(path) == FileKind.SOURCE || FileKind.of(path) == FileKind.TEST;
  }

  private static Optional<String> escapesOrHides(String path) {
    if (path.isEmpty() || path.length() > MAX_PATH) {
      return Optional.of("the path is empty or longer than " + MAX_PATH);
    }
    if (!ALLOWED.matcher(path).matches()) {
      return Optional.of("the path holds characters that file systems read differently");
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return Optional.of("the path is absolute or leaves its folder");
      }
      String folded = part.toLowerCase(Locale.ROOT);
      if (part.length() > MAX_PART
          || part.endsWith(".")
          || part.endsWith(" ")
          || part.startsWith(" ")
          || part.startsWith("-")
          || DEVICE.matcher(folded).matches()) {
        return Optional.of("a part of the path is read differently by file systems");
      }
      if (GIT.matcher(folded).matches()) {
        return Optional.of("the path reaches into git's own folder");
      }
    }
    return Optional.empty();
  }

  /** Whether a glob of the operator fits; {@code *} stays in a folder, {@code **} crosses them. */
  public static boolean fits(String glob, String path) {
    String[] parts = glob.startsWith("/") ? glob.substring(1).split("/") : glob.split("/");
    return fits(Arrays.asList(parts), Arrays.asList(path.split("/")));
  }

  private static boolean fits(List<String> glob, List<String> path) {
    if (glob.isEmpty()) {
      return path.isEmpty();
    }
    List<String> rest = glob.subList(1, glob.size());
    if (glob.get(0).equals("**")) {
      for (int skipped = 0; skipped <= path.size(); skipped++) {
        if (fits(rest, path.subList(skipped, path.size()))) {
          return true;
        }
      }
      return false;
    }
    return !path.isEmpty()
        && fitsPart(glob.get(0), path.get(0))
        && fits(rest, path.subList(1, path.size()));
  }

  private static boolean fitsPart(String glob, String part) {
    StringBuilder pattern = new StringBuilder();
    glob.chars().forEach(c -> {
      switch (c) {
        case '*' -> pattern.append(".*");
        case '?' -> pattern.append('.');
        default -> pattern.append(Pattern.quote(Character.toString(c)));
      }
    });
    return Pattern.compile(pattern.toString(), Pattern.CASE_INSENSITIVE)
        .matcher(part)
        .matches();
  }

  private static String printable(String path) {
    StringBuilder shown = new StringBuilder();
    path.codePoints().limit(120).forEach(c -> {
      if (c >= ' ' && c < 127) {
        shown.appendCodePoint(c);
      } else {
        shown.append(String.format("\\u%04X", c));
      }
    });
    return shown.toString();
  }
}
