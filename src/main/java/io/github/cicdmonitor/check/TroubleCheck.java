package io.github.cicdmonitor.check;

import io.github.cicdmonitor.store.Troubles.Trouble;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Something that the last runs could not work on. */
record TroubleCheck(Trouble trouble) implements SetUpCheck {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Override
  public String name() {
    return trouble.isOfModel() ? "model in use" : "scan of " + trouble.subject();
  }

  @Override
  public CheckResult run() {
    return CheckResult.fails(
        name(),
        "failing since " + MOMENT.format(trouble.since()) + ": " + trouble.why(),
        trouble.next());
  }
}
