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

  private final Map<String, List<String>> formsByHead = new HashMap<>();
  private final PieceIndex heads;

  LearnedSecrets(Collection<String> secrets) {
    for (String secret : secrets) {
      for (String form : OwnSecrets.forms(secret)) {
        if (form.length() >= WINDOW) {
          String head = form.substring(0, WINDOW);
          formsByHead.computeIfAbsent(head, first -> new ArrayList<>()).add(form);
        }
      }
    }
    heads = new PieceIndex(WINDOW, formsByHead.keySet());
  }

  void find(ScannedLine scan) {
    if (!formsByHead.isEmpty()) {
      heads.find(scan.text(), from -> found(scan, from));
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
