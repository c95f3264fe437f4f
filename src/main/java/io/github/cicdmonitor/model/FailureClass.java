package io.github.cicdmonitor.model;

/** Who needs to act: the people who run the pipeline, or the author of the change. */
public enum FailureClass {
  DEVOPS,
  DEVELOPER
}
