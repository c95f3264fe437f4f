package io.github.cicdmonitor.check;

/** Whether GitHub takes the token, and what is left of the rate limit. */
record GitHubCheck(CheckedServices services) implements SetUpCheck {
  @Override
  public String name() {
    return "GitHub";
  }

  @Override
  public CheckResult run() {
    if (services.setUp().gitHub() && services.reach() == NetworkUse.OFFLINE) {
      return CheckResult.holds(name(), "credentials are set (not asked)");
    }
    return services.setUp().gitHub()
        ? CheckResult.of(name(), services.gitHubToken())
        : CheckResult.fails(
            name(),
            "no token, so no repository can be looked at",
            "Set GITHUB_TOKEN (or GITHUB_APP_ID and its key)");
  }
}
