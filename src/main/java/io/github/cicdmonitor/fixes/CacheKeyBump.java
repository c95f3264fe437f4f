package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A cache that holds something broken is left behind by the next number in its key. All keys of the
 * file that had the number move together, the new key was not in use, and no job that publishes,
 * deploys or holds secrets reads it.
 */
final class CacheKeyBump implements Fix {
  private static final About ABOUT = About.of(
          "cache-key-bump",
          "Leaves a broken cache behind by the next number in its key (only recognised)")
      .with(Trait.OTHER_BUILD);

  private static final List<String> KEYS = List.of("key", "restore-keys");
  private static final Set<String> ACTIONS =
      Set.of("actions/cache", "actions/cache/restore", "actions/cache/save");
  private static final Pattern NUMBER =
      Pattern.compile("(?i)(?<![a-z0-9.])((?:v|cache-?v?))([0-9]{1,4})(?![a-z0-9.])");
  private static final Pattern VARIABLE =
      Pattern.compile("(?:[A-Z]+_)*CACHE_(?:VERSION|EPOCH|NUMBER)");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      if (!delta.isEdit()) {
        continue;
      }
      boolean key =
          delta.step().filter(s -> isCache(s.before()) && isCache(s.after())).isPresent()
              && KEYS.stream().anyMatch(name -> delta.isInStep("with", name));
      if (key && isBump(delta.textBefore(), delta.textAfter())) {
        Optional<String> next = next(delta);
        Optional<String> used = next.isEmpty()
            ? Optional.of("another workflow")
            : evidence.holding(Pattern.quote(next.get()), diff.after().path());
        decide(
            delta,
            otherKeys(diff, delta).or(() -> used.map(path -> path + " may use the next key")),
            claims);
      }
      Optional<ChangedVariable> variable =
          ChangedVariable.of(delta).filter(c -> VARIABLE.matcher(c.name()).matches());
      if (variable.isPresent()
          && isNext(delta.textBefore(), delta.textAfter())
          && servesKeysOnly(diff, variable.get().name())) {
        decide(delta, Optional.empty(), claims);
      }
    }
  }

  /** The words of the key in which the number went up, if they are the key's own. */
  private static Optional<String> next(Delta delta) {
    List<String> before = List.of(Expressions.literalPart(delta.textBefore()).split("\u0001", -1));
    return Stream.of(Expressions.literalPart(delta.textAfter()).split("\u0001", -1))
        .filter(part -> !before.contains(part) && part.strip().length() > 2)
        .map(String::strip)
        .findFirst();
  }

  private static void decide(Delta delta, Optional<String> reason, Claims claims) {
    String why = "the next number of a cache key";
    if (reason.isPresent()) {
      claims.ask(delta, why, reason.get());
    } else {
      claims.claim(delta, why);
    }
  }

  private static boolean isCache(Mapping step) {
    return Steps.action(step).filter(a -> ACTIONS.contains(a.name() + a.path())).isPresent();
  }

  /** The same text, but for numbers that went up by one, at least one of them. */
  private static boolean isBump(String before, String after) {
    List<String> old = numbers(before);
    List<String> now = numbers(after);
    boolean same = skeleton(before).equals(skeleton(after)) && old.size() == now.size();
    boolean moved = false;
    for (int i = 0; same && i < old.size(); i++) {
      boolean next = isNext(old.get(i), now.get(i));
      same = next || old.get(i).equals(now.get(i));
      moved |= next;
    }
    return same && moved && expressions(before).equals(expressions(after));
  }

  /** {@code 3} and {@code 4}, or {@code v3} and {@code v4}. */
  private static boolean isNext(String before, String after) {
    Pattern form = Pattern.compile("(v?)(0|[1-9][0-9]{0,3})");
    Matcher old = form.matcher(before);
    Matcher now = form.matcher(after);
    return old.matches()
        && now.matches()
        && old.group(1).equals(now.group(1))
        && Integer.parseInt(now.group(2)) == Integer.parseInt(old.group(2)) + 1;
  }

  private static String skeleton(String key) {
    return NUMBER.matcher(Expressions.literalPart(key)).replaceAll("$1\u0002");
  }

  private static List<String> numbers(String key) {
    return NUMBER
        .matcher(Expressions.literalPart(key))
        .results()
        .map(m -> m.group(2))
        .toList();
  }

  private static List<String> expressions(String key) {
    return Pattern.compile("\\$\\{\\{.*?\\}\\}", Pattern.DOTALL)
        .matcher(key)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /** Why a person decides: another key stayed behind, or the new one is in use. */
  private static Optional<String> otherKeys(WorkflowDiff diff, Delta delta) {
    Mapping old = delta.step().map(s -> s.before().sub("with")).orElse(Mapping.EMPTY);
    Mapping now = delta.step().map(s -> s.after().sub("with")).orElse(Mapping.EMPTY);
    if (!prefixes(old).equals(prefixes(now))) {
      return Optional.of("key and restore-keys do not move together");
    }
    List<String> before = keys(diff.before());
    List<String> after = keys(diff.after());
    for (String line : delta.textBefore().lines().toList()) {
      if (!line.isBlank() && !isStillMeant(line, delta) && after.contains(line.strip())) {
        return Optional.of("another step keeps the old key");
      }
    }
    boolean inUse = delta
        .textAfter()
        .lines()
        .filter(line -> !line.isBlank() && !delta.textBefore().lines().toList().contains(line))
        .anyMatch(line -> before.contains(line.strip()));
    return inUse ? Optional.of("the new key is already in use") : Optional.empty();
  }

  private static boolean isStillMeant(String line, Delta delta) {
    return delta.textAfter().lines().toList().contains(line);
  }

  private static Stream<String> lines(Optional<String> text) {
    return text.orElse("").lines().map(String::strip).filter(line -> !line.isEmpty());
  }

  private static List<String> keys(WorkflowFile file) {
    List<String> keys = new ArrayList<>();
    for (Job job : file.jobs()) {
      for (Mapping step : job.steps()) {
        KEYS.forEach(name -> lines(step.sub("with").text(name)).forEach(keys::add));
      }
    }
    return keys;
  }

  /** Whether nothing but keys of caches reads the variable. */
  private static boolean servesKeysOnly(WorkflowDiff diff, String variable) {
    Pattern word = Pattern.compile("(?i)(?<![A-Z0-9_])" + variable + "(?![A-Z0-9_])");
    long all = word.matcher(diff.after().text()).results().count();
    long inKeys = diff.after().jobs().stream()
        .flatMap(job -> job.steps().stream())
        .filter(CacheKeyBump::isCache)
        .flatMap(step -> KEYS.stream().flatMap(name -> step.sub("with").text(name).stream()))
        .mapToLong(key -> word.matcher(key).results().count())
        .sum();
    return inKeys > 0 && all == inKeys + 1;
  }

  /** Which lines of restore-keys the key starts with. */
  private static List<Boolean> prefixes(Mapping with) {
    String key = with.text("key").orElse("").strip();
    return lines(with.text("restore-keys")).map(key::startsWith).toList();
  }
}
