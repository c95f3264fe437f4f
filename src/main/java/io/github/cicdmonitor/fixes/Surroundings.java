package io.github.cicdmonitor.fixes;

/** How much of the job around a fix has to be understood before the fix may go out by itself. */
public enum Surroundings {
  /** What comes before it: only that could make it do something else. */
  BEFORE,
  /** What comes before it, and that nothing afterwards decides by what it changes. */
  PREPARED,
  /**
   * That nothing decides by what it changes. For what takes the place of something that no longer
   * works at all: whatever the job was there for, it is not done now.
   */
  PLAIN,
  /**
   * Every word of the job: what it changes works as it is, and the job may be there for it.
   */
  KNOWN,
  /**
   * As {@link #KNOWN}, for a setting that somebody chose and that no failure shows to be wrong: the
   * job only checks, at little cost, and holds back nobody.
   */
  CHOSEN;

  /** Whether every word of the job counts. */
  public boolean isEveryWord() {
    return compareTo(KNOWN) >= 0;
  }
}
