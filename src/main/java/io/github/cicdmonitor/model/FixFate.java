package io.github.cicdmonitor.model;

import java.util.Locale;

/** What became of a fix that went out as a pull request, as far as it was seen. */
public enum FixFate {
  /** Open, and its checks have not failed. */
  UNDER_WAY,
  /** Merged as it was proposed, and the failure has not come back. */
  MERGED,
  /** A person pushed to it, before it was merged or instead of merging it. */
  EDITED,
  /** Closed by a person without merging. */
  CLOSED,
  /** Its own checks failed. */
  RED,
  /** Merged, and the same failure came back. */
  CAME_BACK,
  /** Merged, and another failure, not seen before, began at the merge commit. */
  RED_AFTER_MERGE,
  /** Merged, and a person took it back. */
  REVERTED,
  /** Closed by us, because the branch recovered by other means: says nothing of the fix. */
  WITHDRAWN;

  /** Whether it speaks for or against whoever proposed the fix. */
  public boolean isSettled() {
    return this != UNDER_WAY && this != WITHDRAWN;
  }

  /** Whether people, their checks or their branch have said no to it. */
  public boolean isRefused() {
    return switch (this) {
      case CLOSED, RED, CAME_BACK, RED_AFTER_MERGE, REVERTED -> true;
      case UNDER_WAY, MERGED, EDITED, WITHDRAWN -> false;
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
