package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.analyze.LogExplainer;
import io.github.cicdmonitor.config.ConfigLoader;
import io.github.cicdmonitor.config.InvalidConfiguration;
import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.logs.ControlText;
import io.github.cicdmonitor.logs.Redactor;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.LineRange;
import io.github.cicdmonitor.report.IncidentJson;
import io.github.cicdmonitor.rules.RuleHit;
import io.github.cicdmonitor.rules.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code analyze --log}: one log from a file, with no state, no token and no configuration. */
final class LogFile {
  private static final int WHOLE_BUDGET = 6_000;

  private final World world;
  private final CommonOptions common;

  LogFile(World world, CommonOptions common) {
    this.world = world;
    this.common = common;
  }

  ExitCode explain(String name, boolean whichRules) {
    LogExplainer explainer = explainer();
    LogExplainer.Explained explained;
    try (InputStream log = open(name)) {
      explained = explainer.explain(log, Optional.empty(), "", "");
    } catch (IOException e) {
      throw new MonitorException(
          MonitorException.Kind.USAGE,
          new Explanation(
              "could not read " + name, why(e), "Name a log file, or - for standard input"),
          e);
    }
    Diagnosis diagnosis =
        explainer.byRules(explained.excerpt()).withNote("one log from a file: rules only");
    List<RuleHit> hits = whichRules ? explainer.hits(explained.excerpt()) : List.of();
    if (common.json) {
      json(explained, diagnosis, hits, whichRules);
    } else {
      text(diagnosis, hits, whichRules);
    }
    return ExitCode.DONE;
  }

  /** With a configuration, its rules file and its secrets count; without one, nothing is missed. */
  private LogExplainer explainer() {
    if (ConfigLoader.hasConfigFile(Session.sources(world, common))) {
      try {
        return Explainers.of(Session.open(world, common));
      } catch (InvalidConfiguration e) {
        if (common.config().isPresent()) {
          throw e;
        }
        // A mistake in a file that nobody named does not keep a log from being explained.
      }
    }
    return new LogExplainer(RuleSet.builtIn(), new Redactor(secrets()), WHOLE_BUDGET);
  }

  private List<String> secrets() {
    try {
      return ConfigLoader.environment(Session.sources(world, common)).secrets().stream()
          .map(Secret::reveal)
          .toList();
    } catch (InvalidConfiguration e) {
      return List.of();
    }
  }

  private InputStream open(String name) throws IOException {
    if (name.equals("-")) {
      return world.in();
    }
    Path file = world.workingDirectory().resolve(name);
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    return Files.newInputStream(file);
  }

  private static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }

  private void json(
      LogExplainer.Explained explained,
      Diagnosis diagnosis,
      List<RuleHit> hits,
      boolean whichRules) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putNull("repository").put("signature", explained.signature().value());
    IncidentJson.diagnosis(root, diagnosis);
    root.putNull("risk").putArray("risk_factors");
    root.putNull("decision").putNull("pull_request").putNull("state").put("occurrences", 1);
    ObjectNode excerpt = root.putObject("excerpt");
    ArrayNode ranges = excerpt.putArray("ranges");
    for (LineRange range : explained.excerpt().ranges()) {
      ranges.addArray().add(range.from()).add(range.to());
    }
    excerpt
        .put("lines", explained.excerpt().lines().size())
        .put("tokens", explained.excerpt().tokens());
    if (whichRules) {
      ArrayNode list = root.putArray("rules");
      hits.forEach(hit -> list.addObject()
          .put("rule", hit.rule())
          .put("line", hit.line())
          .put("won", hit.won())
          .put("why", hit.why()));
    }
    world.out().print(JsonOutput.document(root));
  }

  private void text(Diagnosis diagnosis, List<RuleHit> hits, boolean whichRules) {
    boolean told = diagnosis.confidence() >= Diagnosis.TELLABLE;
    line(
        told
            ? String.format(
                Locale.ROOT,
                "%s · %s · %.0f %% sure%s",
                diagnosis.failureClass(),
                diagnosis.category().word().replace('_', ' '),
                diagnosis.confidence() * 100,
                diagnosis.transientFault() ? " · may pass when run again" : "")
            : "The cause cannot be told from this log (best guess: "
                + diagnosis.category().word().replace('_', ' ')
                + ").");
    line("");
    line(diagnosis.rootCause().value());
    for (Evidence evidence : diagnosis.evidence()) {
      line(String.format(Locale.ROOT, "  %6d  %s", evidence.line(), evidence.text()));
    }
    if (!diagnosis.advice().isEmpty()) {
      line("");
      line("→ " + diagnosis.advice());
    }
    if (whichRules) {
      line("");
      line(hits.isEmpty() ? "No rule matched." : "Rules that matched:");
      for (RuleHit hit : hits) {
        line(String.format(
            Locale.ROOT,
            "  %s line %d: %s (%s)",
            hit.won() ? "✓" : " ",
            hit.line(),
            hit.rule(),
            hit.why()));
      }
    }
  }

  private void line(String text) {
    world.out().println(ControlText.visible(text));
  }
}
