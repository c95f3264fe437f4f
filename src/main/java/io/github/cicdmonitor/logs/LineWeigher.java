package io.github.cicdmonitor.logs;

import java.util.BitSet;

/** How much a line says, by our own marks and by those who look for something. */
final class LineWeigher {
  private static final int MOST_WEIGHED = 100_000;
  private static final int GUESSED = 31;

  private final LineInterest interest;
  private final int firstOfInterest;
  private int weighed;

  /** The literals from this number on are those of the interest. */
  LineWeigher(LineInterest interest, int firstOfInterest) {
    this.interest = interest;
    this.firstOfInterest = firstOfInterest;
  }

  /** The dear part; after very many lines only a guess, so that a flood of errors stays cheap. */
  int weigh(String head, BitSet words) {
    if (++weighed > MOST_WEIGHED) {
      return GUESSED;
    }
    int weight = LineWeight.weigh(head);
    BitSet theirs = words.get(firstOfInterest, Math.max(firstOfInterest, words.length()));
    if (!theirs.isEmpty()) {
      weight = Math.max(weight, interest.judge().weigh(head, theirs));
    }
    return weight - LineWeight.doubt(head);
  }
}
