package io.github.cicdmonitor.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Which services the environment names credentials for, and what was put right without asking.
 *
 * @param notes a sentence each
 */
record EnvironmentCheck(Services.SetUp setUp, List<String> notes) implements SetUpCheck {
  EnvironmentCheck {
    notes = List.copyOf(notes);
  }

  @Override
  public String name() {
    return "environment";
  }

  @Override
  public CheckResult run() {
    List<String> there = new ArrayList<>();
    add(there, setUp.gitHub(), "GitHub");
    add(there, setUp.languageModel(), "OpenRouter");
    add(there, setUp.slack(), "Slack");
    String credentials =
        there.isEmpty() ? "no credentials" : "credentials for " + String.join(", ", there);
    List<String> all = new ArrayList<>(List.of(credentials));
    all.addAll(notes);
    String detail = String.join("; ", all);
    return setUp.gitHub()
        ? CheckResult.holds(name(), detail)
        : CheckResult.fails(
            name(), detail, "Set GITHUB_TOKEN (or GITHUB_APP_ID and its key) and export it");
  }

  private static void add(List<String> there, boolean isThere, String service) {
    if (isThere) {
      there.add(service);
    }
  }
}
