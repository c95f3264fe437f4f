package io.github.cicdmonitor.effects;

/** How an effect came out; {@code detail} says where it went, or why not. */
record EffectResult(Kind kind, String detail) {
  /**
   * SETTLED: done, and written down together with what follows from it. PENDING: not done now, which
   * is written down too. STALE: what was approved no longer fits what is there.
   */
  enum Kind {
    DONE,
    SETTLED,
    PENDING,
    REFUSED,
    POSTPONED,
    STALE
  }

  static EffectResult done(String detail) {
    return new EffectResult(Kind.DONE, detail);
  }

  static EffectResult settled(String detail) {
    return new EffectResult(Kind.SETTLED, detail);
  }

  static EffectResult pending() {
    return new EffectResult(Kind.PENDING, "");
  }

  static EffectResult refused(String why) {
    return new EffectResult(Kind.REFUSED, why);
  }

  static EffectResult postponed(String why) {
    return new EffectResult(Kind.POSTPONED, why);
  }

  static EffectResult stale(String why) {
    return new EffectResult(Kind.STALE, why);
  }
}
