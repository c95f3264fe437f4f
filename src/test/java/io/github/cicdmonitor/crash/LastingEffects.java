package io.github.cicdmonitor.crash;

import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SandboxPull;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import io.github.cicdmonitor.sandbox.SlackMessage;
import io.github.cicdmonitor.sandbox.SlackSandbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** What people find afterwards, one line each: branches, pull requests, attempts of runs, messages and how they stand. */
final class LastingEffects {
  static final String MESSAGE = "message ";

  /** Of an approval request: over links and commits, which no two worlds share. */
  private static final Pattern DIGEST = Pattern.compile("(?<=expired:)[0-9a-f]{8}|[0-9a-f]{64}");

  private LastingEffects() {}

  /** Sorted; what was done twice is there twice. */
  static List<String> of(Sandbox sandbox) {
    List<String> effects = new ArrayList<>();
    for (SandboxRepository repository : sandbox.github().repositories()) {
      if (!repository.owner().equals("acme")) {
        continue; // an action that is used
      }
      String name = repository.fullName();
      for (String branch : repository.branches()) {
        int commits = repository.commitsBetween("main", branch).size();
        effects.add("branch " + name + " " + branch + ": " + commits + " commits, files "
            + repository.files(branch).hashCode());
      }
      repository.pulls().forEach(pull -> effects.add(line(pull)));
      repository.runs().forEach(run -> effects.add(line(run)));
    }
    for (SlackSandbox.Channel channel : sandbox.slack().channels()) {
      for (SlackMessage message : channel.messages()) {
        String key = message.metadata().at("/event_payload/key").asText();
        String headline = message.plainText().lines().findFirst().orElse("");
        effects.add(MESSAGE + channel.name() + " " + DIGEST.matcher(key).replaceAll("(digest)")
            + ": " + headline);
      }
    }
    Collections.sort(effects);
    return effects;
  }

  private static String line(SandboxPull pull) {
    return "pull request " + pull + " " + pull.branch() + " -> " + pull.base() + ": " + pull.title()
        + (pull.isOpen() ? ", open, labels " : ", not open, labels ") + pull.labels()
        + ", comments " + pull.comments().size();
  }

  private static String line(SandboxRun run) {
    return "run " + run.repository() + " " + run.id() + ": attempt "
        + run.attempt().number();
  }
}
