package io.github.cicdmonitor.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.analyze.CommitTexts;
import io.github.cicdmonitor.analyze.FixFinder;
import io.github.cicdmonitor.analyze.LogExplainer;
import io.github.cicdmonitor.config.Config;
import io.github.cicdmonitor.config.ConfigLoader;
import io.github.cicdmonitor.config.InvalidConfiguration;
import io.github.cicdmonitor.config.Secret;
import io.github.cicdmonitor.decide.FolderJudge;
import io.github.cicdmonitor.diagnose.RuleHit;
import io.github.cicdmonitor.effects.Diffs;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.fixes.Checkout;
import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.logs.GreenLines;
import io.github.cicdmonitor.logs.ReadLog;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.LineRange;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.redact.ControlText;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.report.IncidentJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code analyze --log}: one log from a file, with no state, no token and no configuration. */
final class LogFile {
  private static final int WHOLE_BUDGET = 6_000;
  private static final String NOTE = "one log from a file: rules only";

  // The threshold of config.json.example and the default of analyzer.min_confidence.
  private static final FolderJudge.Policy WITHOUT_CONFIG =
      new FolderJudge.Policy(5, 0.7, List.of());

  private final World world;
  private final CommonOptions common;

  LogFile(World world, CommonOptions common) {
    this.world = world;
    this.common = common;
  }

  /**
   * What is wanted.
   *
   * @param log name of a file, or - for standard input
   * @param green name of the log of a green run; empty where there is none
   * @param folder the repository's files; empty where there are none
   * @param workflow path of the workflow that failed; empty where it is not known
   * @param job that failed; empty where it is not known
   */
  record Asked(
      String log, String green, boolean whichRules, String folder, String workflow, String job) {}

  /** The repository, and which of its jobs failed. */
  private record FailedIn(Checkout files, FixFinder.Place place) {}

  /** The rules, the secrets and the gate's policy. */
  private record Tools(LogExplainer explainer, Redactor redactor, FolderJudge.Policy policy) {}

  ExitCode explain(Asked asked) {
    Tools tools = tools();
    LogExplainer explainer = tools.explainer();
    ReadLog log = read(asked.log(), in -> explainer.read(in, Optional.empty()));
    GreenLines green =
        asked.green().isEmpty() ? GreenLines.NONE : read(asked.green(), GreenLines::read);
    LogExplainer.Explained explained =
        explainer.compared(explainer.explain(log, "", ""), log, green);
    Diagnosis byRules = explainer.byRules(explained.excerpt());
    Diagnosis diagnosis = byRules.withNote(NOTE);
    Optional<FolderFix> fix = Optional.empty();
    if (!asked.folder().isEmpty()) {
      FailedIn folder = new FailedIn(
          RepositoryFolder.read(world.workingDirectory().resolve(asked.folder()), asked.folder()),
          new FixFinder.Place(asked.workflow(), asked.job()));
      FixFinder.Answer answer = fixFor(byRules, explained.excerpt(), folder, tools);
      diagnosis = answer
          .diagnosis()
          .orElse(byRules)
          .withNote(answer.whyNot().isEmpty() ? NOTE : NOTE + "; " + answer.whyNot());
      fix = answer.diagnosis().map(found -> judged(found, explained.excerpt(), folder, tools));
    }
    Optional<List<RuleHit>> hits =
        asked.whichRules() ? Optional.of(explainer.hits(explained.excerpt())) : Optional.empty();
    if (common.json) {
      json(explained, diagnosis, hits, fix);
    } else {
      text(diagnosis, hits, asked, fix);
    }
    return ExitCode.DONE;
  }

  private interface LogReader<T> {
    T read(InputStream log) throws IOException;
  }

  private <T> T read(String name, LogReader<T> reader) {
    try (InputStream log = open(name)) {
      return reader.read(log);
    } catch (IOException e) {
      throw new MonitorException(
          MonitorException.Kind.USAGE,
          new Explanation(
              "could not read " + name, why(e), "Name a log file, or - for standard input"),
          e);
    }
  }

  private FixFinder.Answer fixFor(
      Diagnosis byRules, Excerpt excerpt, FailedIn folder, Tools tools) {
    Checkout files = folder.files();
    Checkout bounded = new Checkout(files.modes(), new CommitTexts(files::text));
    return new FixFinder(
            tools.explainer().fixes(),
            command -> true,
            Facts.shipped(),
            today(),
            tools.redactor()::redact)
        .find(byRules, excerpt, folder.place(), () -> FixFinder.Files.of(bounded));
  }

  private FolderFix judged(Diagnosis diagnosis, Excerpt excerpt, FailedIn folder, Tools tools) {
    Diffs diffs = new Diffs(tools.redactor()::redact);
    if (diagnosis.remediation().kind() == Remediation.Kind.COMMAND) {
      return new FolderFix(
          diagnosis.remediation(),
          new FolderJudge.Judgement(
              List.of(), Optional.empty(), "a command is not run for a log from a file"),
          diffs);
    }
    FolderJudge.Judgement judgement = new FolderJudge(
            tools.redactor()::redact, today(), tools.explainer().fixes(), tools.policy())
        .judge(
            diagnosis.remediation().edits(),
            folder.files(),
            excerpt,
            folder.place().job());
    return new FolderFix(diagnosis.remediation(), judgement, diffs);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(world.clock().instant(), ZoneOffset.UTC);
  }

  /** With a configuration, its rules file and its secrets count; without one, nothing is missed. */
  private Tools tools() {
    if (ConfigLoader.hasConfigFile(Session.sources(world, common))) {
      try {
        Session session = Session.open(world, common);
        Config config = session.settings().config();
        return new Tools(
            Explainers.of(session),
            session.redactor(),
            new FolderJudge.Policy(
                config.riskThreshold(),
                config.analyzer().minConfidence(),
                config.remediation().protectedPaths()));
      } catch (InvalidConfiguration e) {
        if (common.config().isPresent()) {
          throw e;
        }
        // A mistake in a file that nobody named does not keep a log from being explained.
      }
    }
    Redactor redactor = new Redactor(secrets());
    return new Tools(LogExplainer.builtIn(redactor, WHOLE_BUDGET), redactor, WITHOUT_CONFIG);
  }

  private List<String> secrets() {
    List<Secret> secrets = new ArrayList<>(ConfigLoader.secrets(Session.sources(world, common)));
    try {
      secrets.addAll(ConfigLoader.environment(Session.sources(world, common)).secrets());
    } catch (InvalidConfiguration e) {
      // A mistake in a file that nobody named does not keep a log from being explained.
    }
    return secrets.stream().map(Secret::reveal).distinct().toList();
  }

  private InputStream open(String name) throws IOException {
    if (name.equals("-")) {
      return PackedLog.unpacked(world.in());
    }
    Path file = world.workingDirectory().resolve(name);
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    return PackedLog.open(file);
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
      Optional<List<RuleHit>> hits,
      Optional<FolderFix> fix) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putNull("repository").put("signature", explained.signature().value());
    IncidentJson.diagnosis(root, diagnosis);
    root.putNull("risk").putArray("risk_factors");
    root.putNull("decision").putNull("pull_request").putNull("state").put("occurrences", 1);
    fix.ifPresent(found -> found.addTo(root));
    ObjectNode excerpt = root.putObject("excerpt");
    ArrayNode ranges = excerpt.putArray("ranges");
    for (LineRange range : explained.excerpt().ranges()) {
      ranges.addArray().add(range.from()).add(range.to());
    }
    excerpt
        .put("lines", explained.excerpt().lines().size())
        .put("tokens", explained.excerpt().tokens());
    hits.ifPresent(known -> {
      ArrayNode list = root.putArray("rules");
      known.forEach(hit -> list.addObject()
          .put("rule", hit.rule())
          .put("line", hit.line())
          .put("won", hit.won())
          .put("why", hit.why()));
    });
    world.out().print(JsonOutput.document(root));
  }

  private void text(
      Diagnosis diagnosis, Optional<List<RuleHit>> hits, Asked asked, Optional<FolderFix> fix) {
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
            : "The cause cannot be determined from this log (best guess: "
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
    fix.ifPresent(found -> found.print(this::line));
    if (!asked.folder().isEmpty() && fix.isEmpty()) {
      line("");
      line("No recipe of the catalogue applies"
          + diagnosis
              .note()
              .map(note -> note.substring(NOTE.length()).replaceFirst("^; ", ": "))
              .orElse("")
          + ".");
    }
    if (hits.isPresent()) {
      line("");
      line(hits.get().isEmpty() ? "No rule matched." : "Rules that matched:");
      for (RuleHit hit : hits.get()) {
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
