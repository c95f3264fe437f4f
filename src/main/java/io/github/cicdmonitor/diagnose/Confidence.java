package io.github.cicdmonitor.diagnose;

import io.github.cicdmonitor.model.Diagnosis;
import java.util.List;
import java.util.Optional;

/** How sure an answer is: less where its line stands badly or another class is as likely. */
final class Confidence {
  private static final double STANDS_BADLY = 0.8;

  private Confidence() {}

  static double of(Hit best, List<Hit> hits) {
    double confidence = best.confidence();
    if (best.rank() < 0) {
      confidence -= 0.2;
    } else if (best.rank() > 4) {
      confidence -= 0.08;
    }
    confidence += Math.min(0, best.weight() * STANDS_BADLY);
    Optional<Hit> rival = hits.stream()
        .filter(h -> h.category().failureClass() != best.category().failureClass())
        .findFirst();
    if (rival.isPresent() && best.score() - rival.get().score() < 0.12) {
      confidence -= 0.22;
    }
    return Math.max(Diagnosis.TELLABLE, Math.min(1, confidence));
  }
}
