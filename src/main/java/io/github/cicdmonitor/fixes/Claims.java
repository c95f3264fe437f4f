package io.github.cicdmonitor.fixes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which differences of a file are recognised, and by which kind of fix. What nobody claims asks a
 * person; a difference that one kind may do by itself and another would ask about may be done.
 */
public final class Claims {
  private final Map<Object, List<Recognised>> recognised = new LinkedHashMap<>();
  private final Set<Object> automatic = new HashSet<>();

  /** The kind that is speaking; set by the catalogue. */
  private Fix speaker = Fix.NOBODY;

  void listenTo(Fix fix) {
    speaker = fix;
  }

  /** May go out by itself: it is proven to be this fix, and nothing else. */
  public void claim(Delta delta, String why) {
    keep(delta, Recognised.by(speaker, delta, why));
  }

  /** As {@link #claim(Delta, String)}, where more has to be understood than the kind says. */
  void claimWithin(Delta delta, String why, Surroundings wanted) {
    keep(delta, Recognised.by(speaker, delta, why).within(wanted));
  }

  /** As {@link #claim(Delta, String)}, where no code runs afterwards that nobody chose before. */
  public void claimKnownCode(Delta delta, String why) {
    keep(delta, Recognised.by(speaker, delta, why).withoutNewCode());
  }

  /** Goes along with a difference that may go out by itself, and changes nothing of what happens. */
  void follow(Delta delta, Delta other) {
    recognised.getOrDefault(other, List.of()).stream()
        .filter(claim -> claim.asks().isEmpty())
        .findFirst()
        .ifPresent(claim -> keep(delta, claim.at(delta, "goes along with it")));
  }

  /** It is this fix, and a person decides because of {@code reason}. */
  public void ask(Delta delta, String why, String reason) {
    keep(delta, Recognised.by(speaker, delta, why).asking(reason));
  }

  /** As for a difference of a workflow. */
  public void claim(Hunk hunk, String why) {
    keep(hunk, Recognised.by(speaker, hunk.where(), hunk.line(), why));
  }

  /** As for a difference of a workflow. */
  public void ask(Hunk hunk, String why, String reason) {
    keep(hunk, Recognised.by(speaker, hunk.where(), hunk.line(), why).asking(reason));
  }

  private void keep(Object what, Recognised one) {
    List<Recognised> said = recognised.computeIfAbsent(what, key -> new ArrayList<>());
    if (one.asks().isEmpty() ? automatic.add(what) : said.isEmpty()) {
      said.add(one);
    }
  }

  boolean isKnown(Object difference) {
    return recognised.containsKey(difference);
  }

  /** Whether a kind says that it may go out by itself. */
  boolean isAutomatic(Object difference) {
    return automatic.contains(difference);
  }

  /** A kind that asks is left out where another one claims the same difference. */
  List<Recognised> recognised() {
    return recognised.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream()
            .filter(r -> r.asks().isEmpty() || !automatic.contains(entry.getKey())))
        .toList();
  }
}
