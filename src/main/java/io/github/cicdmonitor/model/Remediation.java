package io.github.cicdmonitor.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a rule or a model suggests to do; only the gate decides whether it is done. */
public record Remediation(
    Kind kind, SafeText title, SafeText rationale, List<Edit> edits, List<String> command) {
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

  public Remediation {
    edits = List.copyOf(edits);
    command = List.copyOf(command);
  }
}
