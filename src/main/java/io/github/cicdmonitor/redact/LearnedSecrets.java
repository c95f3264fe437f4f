package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Secrets that one place of a text gave away, found wherever else they stand in it whole, in any of
 * the forms of {@link OwnSecrets#forms}. Pieces are not looked for: these are not known to be secret.
 */
final class LearnedSecrets {
  static final LearnedSecrets NONE = new LearnedSecrets(List.of());

  private static final int WINDOW = 8;
  private static final int BITS = 1 << 16;

  private final Map<String, List<String>> formsByHead = new HashMap<>();
  private final boolean[] seen = new boolean[BITS];
  private final int highest;

  LearnedSecrets(Collection<String> secrets) {
    int power = 1;
    for (int i = 0; i < WINDOW; i++) {
      power *= 31;
    }
    highest = power;
    for (String secret : secrets) {
      for (String form : OwnSecrets.forms(secret)) {
        if (form.length() >= WINDOW) {
          String head = form.substring(0, WINDOW);
          formsByHead.computeIfAbsent(head, first -> new ArrayList<>()).add(form);
          seen[slot(head.hashCode())] = true;
        }
      }
    }
  }

  private static int slot(int hash) {
    return (hash ^ (hash >>> 16)) & (BITS - 1);
  }

  /** The hash is the one of {@link String#hashCode}, moved along by one character at a time. */
  void find(ScannedLine scan) {
    String text = scan.text();
    if (formsByHead.isEmpty() || text.length() < WINDOW) {
      return;
    }
    int hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i) - (i >= WINDOW ? highest * text.charAt(i - WINDOW) : 0);
      if (i >= WINDOW - 1 && seen[slot(hash)]) {
        found(scan, i + 1 - WINDOW);
      }
    }
  }

  private void found(ScannedLine scan, int from) {
    String head = scan.text().substring(from, from + WINDOW);
    for (String form : formsByHead.getOrDefault(head, List.of())) {
      if (scan.text().startsWith(form, from)) {
        scan.found(SecretRule.REPEATED, from, from + form.length());
      }
    }
  }
}
