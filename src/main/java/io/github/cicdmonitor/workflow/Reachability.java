package io.github.cicdmonitor.workflow;

/**
 * Where a pinned commit stands in the repository that the reference names. A commit that exists in
 * a fork only resolves under the parent's name too, so its mere existence proves nothing.
 */
public enum Reachability {
  /** A tag of that repository points to it. */
  TAG,
  /** On a branch or in the history of a tag of that repository, but no tag points to it. */
  BRANCH,
  /** Asked, and on no tag or branch of that repository. */
  NONE,
  /** Not asked, or no answer. */
  UNKNOWN
}
