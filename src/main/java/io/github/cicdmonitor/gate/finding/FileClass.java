package io.github.cicdmonitor.gate.finding;

/** How much harm a file can do, whatever the change. */
public enum FileClass implements Priced {
  F0("comment or blank lines only", 0),
  F1("documentation", 1),
  F2("dependency manifest or lock", 2),
  F3("workflow without privileges", 2),
  F4("build script", 3),
  /** F5 where only recognised fixes touch it that bring no code, no third party and no right. */
  F5_KNOWN_FIX("privileged workflow, recognised fixes only", 3),
  F8("unknown file type", 4),
  F5("privileged workflow", 5),
  F6("infrastructure", 5),
  F7("application source or tests", 6);

  private final String title;
  private final int points;

  FileClass(String title, int points) {
    this.title = title;
    this.points = points;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public int points() {
    return points;
  }

  FileClass max(FileClass other) {
    return other.points > points ? other : this;
  }
}
