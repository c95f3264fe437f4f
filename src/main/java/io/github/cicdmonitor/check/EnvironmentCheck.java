package io.github.cicdmonitor.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which services the environment names credentials for, and what was put right without asking.
 *
 * @param envFile which file of variables was read
 * @param notes a sentence each
 */
record EnvironmentCheck(CheckedServices.SetUp setUp, Optional<Path> envFile, List<String> notes)
    implements SetUpCheck {
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
    String read =
        envFile.map(file -> "variables of " + file + " were read").orElse("no .env file was read");
    List<String> all = new ArrayList<>(List.of(credentials, read));
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
