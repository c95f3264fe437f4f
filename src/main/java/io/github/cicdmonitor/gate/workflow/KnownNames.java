package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.workflow.Expressions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Names that say what a thing does, and never what a value is there for. */
final class KnownNames {
  static final Set<String> NAMES = KnownJob.WORDS.set("names");

  private KnownNames() {}

  /** What it is called must not be what the value is there for. */
  static Optional<String> names(String name) {
    return words(name, NAMES);
  }

  static Optional<String> words(String name, Set<String> known) {
    return Stream.of(Expressions.literalPart(name).split("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])"))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty() && !known.contains(word))
        .findFirst()
        .map(word -> "what " + word + " means in its name is not known");
  }
}
