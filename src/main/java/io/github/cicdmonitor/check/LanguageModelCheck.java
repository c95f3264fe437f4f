package io.github.cicdmonitor.check;

/** Whether the gateway takes the key. Without a key the rules work alone, which is no fault. */
record LanguageModelCheck(CheckedServices services) implements SetUpCheck {
  @Override
  public String name() {
    return "OpenRouter";
  }

  @Override
  public CheckResult run() {
    return services.setUp().languageModel()
        ? CheckResult.of(name(), services.languageModel())
        : CheckResult.holds(name(), "no key: the built-in rules analyse alone");
  }
}
