package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.files.Literals;
import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml;
import java.math.BigDecimal;
import java.util.Optional;

/** {@code timeout-minutes}: how far it moved. */
final class LimitChange {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal HOUR = BigDecimal.valueOf(60);

  private LimitChange() {}

  /** {@code timeout-minutes}; a missing one means GitHub's 360. */
  static void minutes(EntryChange change, WorkflowPlace place) {
    Optional<Yaml> before = change.from();
    Optional<Yaml> after = change.to();
    int line = change.line();
    String old = text(before);
    String now = text(after);
    Optional<BigDecimal> from =
        before.isEmpty() ? Optional.of(BigDecimal.valueOf(360)) : Literals.number(old);
    Optional<BigDecimal> to =
        after.isEmpty() ? Optional.of(BigDecimal.valueOf(360)) : Literals.number(now);
    String what = "timeout-minutes " + shown(before, old) + " → " + shown(after, now);
    if (from.isEmpty() || to.isEmpty()) {
      place.add(ChangeKind.K8, line, what);
      return;
    }
    boolean raised = to.get().compareTo(from.get()) > 0;
    boolean small = to.get().signum() > 0;
    if (before.isPresent() && raised) {
      small = to.get().compareTo(from.get().multiply(TWO)) <= 0 && to.get().compareTo(HOUR) <= 0;
    }
    place.add(small ? ChangeKind.K3 : ChangeKind.K4, line, what);
    if (raised) {
      place.add(ChangeKind.K18, line, "a limit is raised");
    }
  }

  private static String text(Optional<Yaml> value) {
    return value.flatMap(Yaml::scalar).map(Yaml.Scalar::text).orElse("?");
  }

  private static String shown(Optional<Yaml> value, String text) {
    return value.isEmpty() ? "(none)" : Shown.quoted(text);
  }
}
