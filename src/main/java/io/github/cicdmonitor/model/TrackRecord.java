package io.github.cicdmonitor.model;

import java.util.List;

/**
 * How the last settled fixes of a recipe or a model came out. It can only make the program more
 * careful: a poor record asks a person, a good one gives no right that there was not before.
 *
 * @param subject such as {@code the recipe runner-label} or {@code the model openai/gpt-4o}
 * @param fates newest first; what is not settled, and what is older than the last ten, is left out
 */
public record TrackRecord(String subject, List<FixFate> fates) {
  /** So many of them are looked at. */
  public static final int WINDOW = 10;

  private static final int MOST_REFUSED = 1; // one no may be chance or taste

  public TrackRecord {
    fates = fates.stream().filter(FixFate::isSettled).limit(WINDOW).toList();
  }

  /** Those closed, red, in vain or taken back. */
  public int refused() {
    return (int) fates.stream().filter(FixFate::isRefused).count();
  }

  public boolean isPoor() {
    return refused() > MOST_REFUSED;
  }

  /** What of it asks for a person, one clause. */
  public String words() {
    return refused() + " of the last " + fates.size() + " fixes of " + subject
        + " were closed, failed their checks or did not hold";
  }
}
