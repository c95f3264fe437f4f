package io.github.cicdmonitor.decide;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.LogLine;

/**
 * Signs that somebody writes to the model rather than to people (safety T-01, T-02): they make a
 * proposal a person's to decide. A signal is a reason for care, not a proof; none is no proof either.
 */
final class InjectionSignals {
  private static final Pattern SIGNAL = Pattern.compile(
      "(?i)\\b(ignore|disregard|forget)\\b.{0,40}\\b(previous|above|prior|earlier|all|system)\\b"
          + ".{0,40}\\b(instruction|prompt|rule|message)"
          + "|\\b(system|developer) (prompt|message)\\b"
          + "|</?(system|assistant|user|instructions?)>"
          + "|\\b(you are|act as) (now )?(an? )?(ai|assistant|language model|chatgpt|gpt)"
          + "|\\bBEGIN (LOG|FILE|METADATA)\\b|\\bEND (LOG|FILE|METADATA)\\b"
          + "|\\bpre-?approved\\b|\\brisk[ :=]+0\\b");

  private InjectionSignals() {}

  static boolean in(Excerpt excerpt) {
    for (LogLine line : excerpt.lines()) {
      if (SIGNAL.matcher(line.text().value()).find()) {
        return true;
      }
    }
    return false;
  }
}
