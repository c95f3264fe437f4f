package io.github.cicdmonitor.check;

import io.github.cicdmonitor.model.RepositoryName;
import java.util.List;

/** What {@code check} asks of the services. Answers are values: a refusal is a finding. */
public interface CheckedServices {
  /** What was found; one that is well and has a hint is a warning. */
  record Finding(boolean ok, String detail, String hint) {}

  /** With OFFLINE nobody is asked: credentials are looked at, not tried. */
  NetworkUse reach();

  /** The token's validity, its kind, and the rate limit. */
  Finding gitHubToken();

  /** Reachable, and which of the needed permissions are there. */
  Finding repository(RepositoryName repository);

  /** The gateway's key; with OFFLINE only its form. */
  Finding languageModel();

  /** Our clock beside GitHub's. */
  Finding clock();

  /** {@code auth.test} and the scopes. */
  Finding slack();

  /** Whether the bot is in the channel. */
  Finding channel(String channel);

  /** Whether the programs of {@code remediation.commands} are there, and what they could see. */
  Finding commands(List<List<String>> commands);

  /** Which of the services are set up at all. */
  record SetUp(boolean gitHub, boolean languageModel, boolean slack) {}

  SetUp setUp();
}
