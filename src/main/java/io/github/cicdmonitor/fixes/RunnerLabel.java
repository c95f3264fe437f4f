package io.github.cicdmonitor.fixes;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A label of a GitHub-hosted runner, past or present; not a {@code -latest} one.
 *
 * @param size {@code standard}, {@code slim}, {@code large} or {@code xlarge}; a successor keeps it,
 *     because the larger ones are billed differently
 * @param rank orders the images of one operating system: a newer image has a higher number
 * @param ends the day from which jobs with this label no longer start
 * @param successor label to use instead, with the same system, architecture and size; present if
 *     and only if {@code ends} is
 */
public record RunnerLabel(
    String name,
    Os os,
    Arch arch,
    String size,
    int rank,
    Optional<LocalDate> ends,
    Optional<String> successor) {

  /** The operating system of the image. */
  public enum Os {
    UBUNTU,
    WINDOWS,
    MACOS
  }

  /** The processor of the runner. */
  public enum Arch {
    X64,
    ARM64
  }

  /** Whether jobs with this label no longer start on that day. */
  public boolean isGone(LocalDate day) {
    return ends.map(end -> !day.isBefore(end)).orElse(false);
  }
}
