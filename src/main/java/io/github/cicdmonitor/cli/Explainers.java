package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.analyze.LogExplainer;
import io.github.cicdmonitor.config.Config.AnalyzerSettings;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The built-in rules and the user's, ready to explain logs. */
final class Explainers {
  private static final long LARGEST_RULES_FILE = 4L << 20;

  private Explainers() {}

  /** A bad rules file is a configuration error, told before anything else happens. */
  static LogExplainer of(Session session) {
    AnalyzerSettings settings = session.settings().config().analyzer();
    return settings.rulesFile().isPresent()
        ? with(session, settings.rulesFile().get())
        : LogExplainer.builtIn(session.redactor(), settings.maxInputTokens());
  }

  /** The built-in rules and those of this file. */
  static LogExplainer with(Session session, String file) {
    String json = read(session.world().workingDirectory().resolve(file));
    return LogExplainer.with(
        RuleSet.builtIn().with(json, file),
        session.redactor(),
        session.settings().config().analyzer().maxInputTokens());
  }

  private static String read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_RULES_FILE) {
        throw MonitorException.of(
            MonitorException.Kind.USAGE,
            "could not read the rules file " + file,
            "it is not a regular file of at most 4 MiB",
            "Correct analyzer.rules_file");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new MonitorException(
          MonitorException.Kind.USAGE,
          new Explanation(
              "could not read the rules file " + file,
              "it is missing, unreadable or not UTF-8",
              "Correct analyzer.rules_file"),
          e);
    }
  }
}
