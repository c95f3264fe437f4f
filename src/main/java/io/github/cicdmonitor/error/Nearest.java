package io.github.cicdmonitor.error;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which known word a mistyped one was probably meant to be. */
public final class Nearest {
  private Nearest() {}

  /** The known word that a third or less of the letters part from {@code word}. */
  public static Optional<String> to(String word, List<String> known) {
    if (word.length() > 100) {
      return Optional.empty();
    }
    return known.stream()
        .min(Comparator.comparingInt(each -> distance(word, each)))
        .filter(each -> distance(word, each) <= Math.max(1, each.length() / 3));
  }

  /** How many letters must be put in, taken out or changed (Levenshtein's distance). */
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
