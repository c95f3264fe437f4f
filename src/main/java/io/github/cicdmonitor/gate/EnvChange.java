package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Variables of a workflow, job or step. */
final class EnvChange {
  // Memory options of known tools: nothing else may stand beside the number.
  private static final Pattern MEMORY = Pattern.compile(
      "(?:--max[-_]old[-_]space[-_]size=[0-9]{1,6}|-Xm[xs][0-9]{1,6}[kmgKMG]?)(?: -Xm[xs][0-9]{1,6}[kmgKMG]?)?");

  private EnvChange() {}

  static void compare(Optional<Yaml> before, Optional<Yaml> after, int line, Place place) {
    Optional<Mapping> old = before.map(Yaml::mapping).orElse(Optional.of(Mapping.EMPTY));
    Optional<Mapping> now = after.map(Yaml::mapping).orElse(Optional.of(Mapping.EMPTY));
    if (old.isEmpty() || now.isEmpty()) {
      place.add(ChangeKind.K23, line, "env is not a list of variables");
      return;
    }
    Set<String> names = new TreeSet<>(old.get().entries().keySet());
    names.addAll(now.get().entries().keySet());
    for (String name : names) {
      Optional<Yaml> from = old.get().get(name);
      Optional<Yaml> to = now.get().get(name);
      if (!from.equals(to)) {
        variable(name, from, to, to.isPresent() ? now.get().lineOf(name) : 0, place);
      }
    }
  }

  private static void variable(
      String name, Optional<Yaml> from, Optional<Yaml> to, int line, Place place) {
    String shown = "variable " + name;
    if (to.isEmpty()) {
      place.add(ChangeKind.K14, line, shown + " is gone");
      return;
    }
    Optional<Yaml.Scalar> scalar = to.get().scalar();
    if (scalar.isEmpty()) {
      place.add(ChangeKind.K23, line, shown + " is no text");
      return;
    }
    String text = scalar.get().text();
    String old = from.flatMap(Yaml::scalar).map(Yaml.Scalar::text).orElse("");
    String what =
        shown + " " + (from.isEmpty() ? "new" : Shown.quoted(old)) + " → " + Shown.quoted(text);
    if (Expressions.any(text) && !Expressions.in(text).equals(Expressions.in(old))) {
      place.add(ChangeKind.K14, line, what);
    } else if (MEMORY.matcher(text).matches()
        && (old.isEmpty() || MEMORY.matcher(old).matches())) {
      memory(old, text, line, what, place);
    } else if (isLimit(name, old, text)) {
      limit(name, old, text, line, what, place);
    } else if (Literals.isVersionName(name) && !Literals.isVersion(text)) {
      place.add(ChangeKind.K14, line, what);
    } else if (Literals.isHarmlessName(name) && Literals.isSimple(text)) {
      place.add(ChangeKind.K6, line, what);
    } else if (from.isEmpty() && !isVersion(name, text)) {
      // a new variable that nobody here knows: something may listen to it
      place.add(ChangeKind.K14, line, what);
    } else if (Literals.isSwitch(text) || Literals.isSwitch(old)) {
      place.add(ChangeKind.K14, line, what);
    } else if (!Literals.isSimple(text) || (Literals.isRiskyName(name) && !isVersion(name, text))) {
      place.add(ChangeKind.K14, line, what);
    } else {
      place.add(ChangeKind.K6, line, what);
      older(old, text, line, place);
    }
  }

  static void older(String before, String after, int line, Place place) {
    if (Literals.isOlder(before, after)) {
      place.add(ChangeKind.K20, line, "an older version");
    }
  }

  private static boolean isVersion(String name, String text) {
    return Literals.isVersionName(name) && Literals.isVersion(text);
  }

  private static void memory(String old, String now, int line, String what, Place place) {
    List<BigDecimal[]> pairs = Literals.changedNumbers(old, now);
    if (pairs.size() == 1 && Literals.differOnlyInDigits(old, now)) {
      LimitChange.number(pairs.get(0)[0], pairs.get(0)[1], line, what, place);
    } else {
      place.add(ChangeKind.K6, line, what);
    }
  }

  private static boolean isLimit(String name, String old, String now) {
    return Literals.isLimitName(name)
        && Literals.number(now).isPresent()
        && (old.isEmpty() || Literals.number(old).isPresent());
  }

  private static void limit(
      String name, String old, String now, int line, String what, Place place) {
    BigDecimal to = Literals.number(now).orElse(BigDecimal.ZERO);
    Optional<BigDecimal> from = Literals.number(old);
    boolean repeats =
        Literals.words(name).stream().anyMatch(w -> w.startsWith("retr") || w.equals("attempts"));
    boolean fetch = Literals.words(name).stream()
        .anyMatch(
            Set.of("npm", "pip", "fetch", "http", "network", "download", "cargo", "wagon", "net")
                ::contains);
    if (repeats && !fetch) {
      place.add(ChangeKind.K6, line, what);
      place.add(ChangeKind.K20, line, "something is repeated until it passes");
    } else if (from.isPresent()) {
      LimitChange.number(from.get(), to, line, what, place);
    } else if (fetch) {
      place.add(ChangeKind.K3, line, what);
      place.add(ChangeKind.K18, line, "a fetch may take longer or be repeated");
    } else {
      place.add(ChangeKind.K14, line, what);
    }
  }
}
