package io.github.cicdmonitor.model;

import java.util.Optional;

/**
 * A file before and after a proposal. Raw text (ISO-8859-1 safe bytes are not needed: files are
 * UTF-8, others are refused earlier).
 *
 * @param mode git mode, {@code 100644} or {@code 100755} (what the base tree has; new files 100644)
 * @param before empty for a new file
 * @param after empty for a deleted file
 * @param modeAfter git mode that it is to have
 */
public record FileChange(
    String path, String mode, Optional<String> before, Optional<String> after, String modeAfter) {
  public static final String EXECUTABLE = "100755";

  /** The mode stays. */
  public FileChange(String path, String mode, Optional<String> before, Optional<String> after) {
    this(path, mode, before, after, mode);
  }

  public boolean changesMode() {
    return !mode.equals(modeAfter);
  }
}
