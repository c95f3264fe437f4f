package io.github.cicdmonitor.check;

import io.github.cicdmonitor.model.RepositoryName;

/** Whether one repository is there for us, with every permission the stages need. */
record RepositoryCheck(CheckedServices services, RepositoryName repository) implements SetUpCheck {
  @Override
  public String name() {
    return "GitHub " + repository;
  }

  @Override
  public CheckResult run() {
    return CheckResult.of(name(), services.repository(repository));
  }
}
