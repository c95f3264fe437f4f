package io.github.cicdmonitor.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a rule, the catalogue of fixes or a model suggests to do; only the gate decides whether it is
 * done.
 *
 * @param fix name of the kind of fix, where the catalogue made it
 */
public record Remediation(
    Kind kind,
    SafeText title,
    SafeText rationale,
    List<Edit> edits,
    List<String> command,
    Optional<String> fix) {
  public static final Remediation NONE =
      new Remediation(Kind.NONE, SafeText.EMPTY, SafeText.EMPTY, List.of(), List.of());

  /** Spelled in lower case in JSON. */
  public enum Kind {
    NONE,
    RERUN,
    EDIT,
    COMMAND;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> ofWord(String word) {
      return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
    }
  }

  /** Not from the catalogue. */
  public Remediation(
      Kind kind, SafeText title, SafeText rationale, List<Edit> edits, List<String> command) {
    this(kind, title, rationale, edits, command, Optional.empty());
  }

  public Remediation {
    edits = List.copyOf(edits);
    command = List.copyOf(command);
  }
}
