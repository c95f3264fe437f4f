package io.github.cicdmonitor.fixes;

import java.util.Optional;

/**
 * The action that installs a tool.
 *
 * @param action as written before the {@code @} of {@code uses:}
 * @param official whether the owner of the tool, or GitHub, publishes it
 * @param release a tag of it and the commit the tag stood at, where that could be verified
 */
public record SetupAction(String action, boolean official, Optional<Release> release) {

  /**
   * A release of an action.
   *
   * @param tag such as {@code v4.0.1}
   * @param commit 40 hexadecimal digits
   */
  public record Release(String tag, String commit) {}
}
