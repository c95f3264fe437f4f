package io.github.cicdmonitor.evaluate;

import io.github.cicdmonitor.analyze.CommitTexts;
import io.github.cicdmonitor.analyze.FixFinder;
import io.github.cicdmonitor.analyze.LogExplainer;
import io.github.cicdmonitor.analyze.ModelUnderTest;
import io.github.cicdmonitor.decide.FolderJudge;
import io.github.cicdmonitor.evaluate.Corpus.FixPair;
import io.github.cicdmonitor.evaluate.Corpus.LabelledLog;
import io.github.cicdmonitor.evaluate.Result.OfFix;
import io.github.cicdmonitor.evaluate.Result.OfLog;
import io.github.cicdmonitor.fixes.Checkout;
import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.redact.Redactor;
import io.github.cicdmonitor.redact.RepeatableRedactor;
import io.github.cicdmonitor.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Puts every log and every pair to every subject, and holds the answers against the labels. */
final class Evaluation {
  private static final FolderJudge.Policy POLICY = new FolderJudge.Policy(5, 0.7, List.of());
  private static final int TOKENS = 6_000;

  private final Redactor redactor = RepeatableRedactor.create();
  private final LogExplainer explainer = LogExplainer.builtIn(redactor, TOKENS);
  private final LocalDate today;
  private final FolderJudge judge;
  private final List<Subject.Task> logs = new ArrayList<>();
  private final List<Subject.Task> pairs = new ArrayList<>();
  private final Map<String, Long> rulesTook = new HashMap<>();
  private final Map<String, LabelledLog> labels;

  Evaluation(Corpus corpus, LocalDate today) throws IOException {
    this.today = today;
    this.judge = new FolderJudge(redactor::redact, today, List.of(), POLICY);
    this.labels = corpus.logs().stream().collect(Collectors.toMap(LabelledLog::id, log -> log));
    for (LabelledLog log : corpus.logs()) {
      logs.add(task(log.id(), log.file(), Optional.empty()));
    }
    for (FixPair pair : corpus.pairs()) {
      pairs.add(task(pair.id(), pair.log(), Optional.of(pair)));
    }
  }

  private Subject.Task task(String id, Path file, Optional<FixPair> pair) throws IOException {
    long start = System.nanoTime();
    LogExplainer.Explained explained;
    try (InputStream in = Files.newInputStream(file)) {
      explained = explainer.explain(in, Optional.empty(), "", "");
    }
    Diagnosis byRules = explainer.byRules(explained.excerpt());
    Diagnosis withFix = pair.map(one -> withFix(byRules, explained, one)).orElse(byRules);
    rulesTook.put(id, (System.nanoTime() - start) / 1_000_000);
    return new Subject.Task(id, explained.excerpt(), pair, withFix);
  }

  private Diagnosis withFix(Diagnosis byRules, LogExplainer.Explained explained, FixPair pair) {
    Checkout files = pair.checkout();
    FixFinder.Answer answer = new FixFinder(
            List.of(), command -> true, Facts.shipped(), today, redactor::redact)
        .find(
            byRules,
            explained.excerpt(),
            new FixFinder.Place("", ""),
            () -> FixFinder.Files.of(new Checkout(files.modes(), new CommitTexts(files::text))));
    return answer
        .diagnosis()
        .orElseGet(() -> answer.whyNot().isEmpty() ? byRules : byRules.withNote(answer.whyNot()));
  }

  /** The rules by themselves. */
  Subject rules() {
    return new Subject() {
      @Override
      public String name() {
        return "rules";
      }

      @Override
      public Answer answer(Task task) {
        return new Answer(
            Optional.of(task.byRules()),
            "",
            OptionalDouble.of(0),
            rulesTook.getOrDefault(task.id(), 0L));
      }
    };
  }

  Subject model(String name, Recordings recordings, Database database) {
    ModelUnderTest model = new ModelUnderTest(name, recordings, redactor::redact, database);
    return new Subject() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Answer answer(Task task) {
        recordings.begin(task.id());
        Diagnosis said = model.ask(
            task.excerpt(),
            task.byRules(),
            task.pair().map(FixPair::files).orElse(Map.of()),
            task.pair().map(FixPair::workflow).orElse(""));
        boolean own = said.analyzer() == Diagnosis.Analyzer.LLM;
        return new Answer(
            own ? Optional.of(said) : Optional.empty(),
            own ? "" : said.note().orElse(""),
            recordings.costUsd(),
            recordings.milliseconds());
      }
    };
  }

  Score score(Subject subject, Supplier<List<String>> otherPrompts) {
    List<Result> results = new ArrayList<>();
    for (Subject.Task task : logs) {
      Subject.Answer answer = subject.answer(task);
      results.add(result(
          task,
          answer,
          Optional.of(
              answer.diagnosis().map(said -> ofLog(task, said)).orElseGet(() -> noAnswer(task))),
          Optional.empty()));
    }
    for (Subject.Task task : pairs) {
      Subject.Answer answer = subject.answer(task);
      results.add(result(
          task,
          answer,
          Optional.empty(),
          Optional.of(answer
              .diagnosis()
              .map(said -> ofFix(task, said))
              .orElse(new OfFix(FixEffect.NONE, Optional.empty())))));
    }
    return new Score(subject.name(), results, otherPrompts.get());
  }

  private static Result result(
      Subject.Task task, Subject.Answer answer, Optional<OfLog> log, Optional<OfFix> fix) {
    return new Result(
        task.id(),
        answer.diagnosis().isPresent(),
        answer.why(),
        answer.costUsd(),
        answer.milliseconds(),
        log,
        fix);
  }

  private OfLog ofLog(Subject.Task task, Diagnosis said) {
    LabelledLog label = labels.get(task.id());
    Set<Integer> lines = said.evidence().stream().map(Evidence::line).collect(Collectors.toSet());
    boolean again = said.transientFault() || said.remediation().kind() == Remediation.Kind.RERUN;
    return new OfLog(
        said.confidence(),
        label.isRightClass(said.category()),
        label.right().contains(said.category()),
        label.transientFault().map(wanted -> wanted == again),
        label.keyLines().isEmpty()
            ? Optional.empty()
            : Optional.of(label.keyLines().stream().anyMatch(lines::contains)),
        label.names().isEmpty() ? Optional.empty() : Optional.of(names(label, said)),
        said.failureClass() != task.byRules().failureClass(),
        said.category() != task.byRules().category(),
        label.right().contains(task.byRules().category()));
  }

  private static boolean names(LabelledLog label, Diagnosis said) {
    String seen = said.rootCause().value()
        + said.evidence().stream().findFirst().map(e -> "\n" + e.text().value()).orElse("");
    return label.names().stream().anyMatch(seen::contains);
  }

  /** Wrong in all that was asked. */
  private OfLog noAnswer(Subject.Task task) {
    LabelledLog label = labels.get(task.id());
    return new OfLog(
        0,
        false,
        false,
        label.transientFault().map(wanted -> false),
        label.keyLines().isEmpty() ? Optional.empty() : Optional.of(false),
        label.names().isEmpty() ? Optional.empty() : Optional.of(false),
        false,
        false,
        label.right().contains(task.byRules().category()));
  }

  private OfFix ofFix(Subject.Task task, Diagnosis said) {
    FixPair pair = task.pair().orElseThrow();
    if (said.remediation().kind() == Remediation.Kind.COMMAND) {
      return new OfFix(FixEffect.COMMAND, Optional.empty());
    }
    if (said.remediation().edits().isEmpty()) {
      return new OfFix(FixEffect.NONE, Optional.empty());
    }
    FolderJudge.Judgement judgement =
        judge.judge(said.remediation().edits(), pair.checkout(), task.excerpt(), "");
    if (judgement.decision().isEmpty()) {
      return new OfFix(FixEffect.MISFIT, Optional.empty());
    }
    Map<String, String> ours = pair.files();
    for (FileChange change : judgement.changes()) {
      change.after().ifPresent(text -> ours.put(change.path(), text));
    }
    Map<String, String> human = new HashMap<>(pair.context());
    human.putAll(pair.after());
    return new OfFix(
        FixEffect.of(pair.files(), human, ours),
        judgement.decision().map(decision -> decision.outcome()));
  }
}
