package io.github.cicdmonitor.gate;

/** How much harm a file can do, whatever the change. */
enum FileClass {
  F0("comment or blank lines only", 0),
  F1("documentation", 1),
  F2("dependency manifest or lock", 2),
  F3("workflow without privileges", 2),
  F4("build script", 3),
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

  int points() {
    return points;
  }

  String label() {
    return name() + " " + title;
  }

  FileClass max(FileClass other) {
    return other.points > points ? other : this;
  }
}
