package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code if:} and {@code continue-on-error:}, through which a failure is hidden most easily. */
final class ConditionChange {
  private static final Pattern NEVER = Pattern.compile(
      "false|''|0|null|!true|!\\(true\\)|false&&.*|.*&&false|1==0|0==1|1==2|'a'=='b'|failure\\(\\)&&success\\(\\)|success\\(\\)&&failure\\(\\)|always\\(\\)&&false");
  private static final Pattern ALWAYS =
      Pattern.compile(".*(?:always\\(\\)|!cancelled\\(\\)|failure\\(\\)).*");

  private ConditionChange() {}

  static void condition(EntryChange change, WorkflowPlace place) {
    String old = normal(change.from());
    String now = normal(change.to());
    int line = change.line();
    if (old.equals(now)) {
      return;
    }
    place.add(ChangeKind.K8, line, "condition " + shown(old) + " → " + shown(now));
    if (NEVER.matcher(now).matches()) {
      place.mask(line, "never runs any more");
    } else if (ALWAYS.matcher(now).matches() && !ALWAYS.matcher(old).matches()) {
      place.mask(line, "runs whatever failed before, or only then");
    } else if (old.isEmpty() || !now.isEmpty()) {
      narrowed(old.isEmpty(), line, place);
    }
  }

  private static void narrowed(boolean added, int line, WorkflowPlace place) {
    if (place.guard() == WorkflowPlace.Guard.FAILED && added) {
      place.mask(line, "runs only under a condition");
    } else if (place.guard().isGate()) {
      place.add(ChangeKind.K22, line, "a gate runs under another condition");
    }
  }

  /** True is a mask; an expression may be true. */
  static void continueOnError(EntryChange change, WorkflowPlace place) {
    String old = normal(change.from());
    String now = normal(change.to());
    if (old.equals(now) || (isOff(old) && isOff(now))) {
      return;
    }
    if (isOff(now)) {
      place.add(ChangeKind.K13, change.line(), "failures count again");
    } else {
      place.mask(change.line(), "continue-on-error: " + Shown.quoted(now));
    }
  }

  private static boolean isOff(String value) {
    return value.isEmpty() || value.equals("false");
  }

  /** Without {@code ${{ }}} around the whole, without blanks, in lower case. */
  static String normal(Optional<Yaml> value) {
    String text = value.flatMap(Yaml::scalar).map(Yaml.Scalar::text).orElse("").strip();
    if (text.startsWith("${{") && text.endsWith("}}") && text.indexOf("${{", 3) < 0) {
      text = text.substring(3, text.length() - 2);
    }
    String plain = text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    while (plain.startsWith("(") && plain.endsWith(")") && plain.indexOf('(', 1) < 0) {
      plain = plain.substring(1, plain.length() - 1);
    }
    return plain;
  }

  private static String shown(String condition) {
    return condition.isEmpty() ? "(none)" : Shown.quoted(condition);
  }
}
