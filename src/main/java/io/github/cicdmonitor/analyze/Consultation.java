package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.analyze.AnswerReader.Answer;
import io.github.cicdmonitor.analyze.LanguageModel.Question;
import io.github.cicdmonitor.analyze.LanguageModel.Reply;
import io.github.cicdmonitor.analyze.PromptParts.ShownFile;
import io.github.cicdmonitor.analyze.PromptWriter.Prompt;
import io.github.cicdmonitor.config.Config.AnalyzerSettings;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.forge.RepositoryFiles;
import io.github.cicdmonitor.injection.InjectionSignals;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Edits;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.Remediation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One failure's exchange with the model: a question, one more for files, one more to put an answer
 * right; then the next of the models. Ends with a diagnosis in any case.
 */
final class Consultation {
  private static final int MOST_FILES = 5;

  private final Consultant.Case of;
  private final Desk desk;
  private final CommitFiles files;
  private final AnswerReader reader;
  private final PromptWriter writer;
  private final List<ShownFile> shown = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();
  private List<String> models = new ArrayList<>();
  private Optional<String> firstQuestion = Optional.empty();
  private Optional<String> complaint = Optional.empty();
  private Optional<String> lastAnswer = Optional.empty();
  private Optional<String> answeredBy = Optional.empty();
  private Optional<Explanation> trouble = Optional.empty();
  private double cost;
  private boolean costKnown = true;
  private boolean answered;
  private boolean filesAsked;
  private boolean repeated;
  private final Set<InjectionSignal> signals = new LinkedHashSet<>();

  /** What every consultation of a run works with. */
  record Desk(
      LanguageModel model,
      RepositoryFiles files,
      AnalyzerSettings settings,
      Consultant.Wording wording,
      Budget budget,
      KeptDiagnoses kept) {}

  Consultation(Consultant.Case of, Desk desk) {
    this.of = of;
    this.desk = desk;
    this.files = new CommitFiles(desk.files(), of.failure());
    this.reader = new AnswerReader(desk.wording().redaction());
    this.writer = new PromptWriter(desk.wording().redaction(), desk.settings().maxInputTokens());
    models.add(desk.settings().model());
    models.addAll(desk.settings().fallbackModels());
  }

  /** Why the gateway could not be asked; empty where it could. */
  Optional<Explanation> trouble() {
    return trouble;
  }

  boolean hasAnswered() {
    return answered;
  }

  Diagnosis hold() {
    if (!of.failure().fromFork()) {
      NamedPlaces.in(of.excerpt())
          .forEach((path, lines) -> files.text(path).ifPresent(text -> {
            shown.add(new ShownFile(path, text, List.copyOf(lines)));
            examine(path, text);
          }));
    }
    while (true) {
      Prompt prompt = writer.write(parts(), desk.wording().marks().get());
      if (firstQuestion.isEmpty()) {
        firstQuestion = Optional.of(prompt.system() + prompt.key());
        Optional<Diagnosis> known =
            of.anew() ? Optional.empty() : desk.kept().find(of, firstQuestion.get());
        if (known.filter(diagnosis -> misfit(diagnosis.remediation()).isEmpty()).isPresent()) {
          signals.addAll(known.get().signals());
          return known.get().withSignals(List.copyOf(signals));
        }
      }
      Reply reply = desk.model()
          .ask(
              question(prompt),
              desk.budget()
                  .purse(
                      of.incident(),
                      // The schema is said in the prompt too, for some.
                      prompt.system() + prompt.user() + AnswerSchema.JSON + AnswerSchema.JSON,
                      AnswerSchema.MAX_ANSWER_TOKENS));
      count(reply);
      Optional<Diagnosis> end = take(reply);
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  /** Empty when the model, or the next one, is to be asked once more. */
  private Optional<Diagnosis> take(Reply reply) {
    return switch (reply.outcome()) {
      case ANSWERED -> {
        answered = true;
        examine("the model's answer", AnswerReader.words(reply.content()));
        AnswerReader.Reading reading = reader.read(reply.content(), of.excerpt());
        yield reading.answer().isPresent()
            ? consider(reading.answer().get(), reply)
            : complain(reading.fault(), reply);
      }
      case CUT, REFUSED -> nextModel(reply, "the model did not answer: " + reply.detail());
      case CREDENTIALS ->
        withoutGateway(
            "the gateway refused OPENROUTER_API_KEY (401)",
            "Make a new key and set OPENROUTER_API_KEY");
      case NO_CREDIT ->
        withoutGateway("the gateway says the credit is used up (402)", "Buy credit at the gateway");
      case UNAVAILABLE, LOST ->
        withoutGateway(
            "the model did not answer: " + reply.detail(),
            "Run 'cicd-monitor check'; it is asked again at the next analyze");
      case UNPAID ->
        rulesAlone("daily budget of " + desk.settings().dailyBudgetUsd() + " USD is used up");
    };
  }

  private PromptParts parts() {
    Optional<String> workflow =
        of.failure().fromFork() || of.failure().workflowPath().isEmpty()
            ? Optional.empty()
            : files
                .text(of.failure().workflowPath())
                .map(text -> WorkflowPart.of(
                    of.failure().workflowPath(), text, of.failure().job()));
    workflow.ifPresent(text -> examine(of.failure().workflowPath(), text));
    return new PromptParts(
        of.failure(),
        of.excerpt(),
        of.signature().linesDigest(),
        of.byRules(),
        of.recipes(),
        of.newLines(),
        workflow,
        shown,
        absent,
        complaint,
        lastAnswer);
  }

  private Question question(Prompt prompt) {
    return new Question(
        models,
        prompt.system(),
        prompt.user(),
        AnswerSchema.NAME,
        AnswerSchema.JSON,
        AnswerSchema.MAX_ANSWER_TOKENS);
  }

  private void count(Reply reply) {
    reply.model().ifPresent(name -> answeredBy = Optional.of(name));
    costKnown &= reply.costUsd().isPresent();
    cost += reply.costUsd().orElse(0);
  }

  private Optional<Diagnosis> consider(Answer answer, Reply reply) {
    if (!answer.filesNeeded().isEmpty() && !filesAsked && !of.failure().fromFork()) {
      filesAsked = true;
      answer.filesNeeded().stream().limit(MOST_FILES).forEach(this::show);
      complaint = Optional.empty();
      lastAnswer = Optional.empty();
      return Optional.empty();
    }
    Optional<String> misfit = misfit(answer.remediation());
    if (misfit.isEmpty()) {
      return Optional.of(kept(diagnosis(answer, Optional.empty())));
    }
    if (!repeated) {
      return again("remediation.edits do not apply: " + misfit.get(), reply);
    }
    return Optional.of(diagnosis(
        answer.withoutFix(), Optional.of("the proposed edit did not apply: " + misfit.get())));
  }

  private Diagnosis kept(Diagnosis diagnosis) {
    desk.kept().keep(of, firstQuestion.orElseThrow(), filesAsked, diagnosis);
    return diagnosis;
  }

  private Optional<Diagnosis> complain(String fault, Reply reply) {
    return repeated
        ? nextModel(reply, "the model's answers were not usable: " + fault)
        : again(fault, reply);
  }

  private Optional<Diagnosis> again(String fault, Reply reply) {
    repeated = true;
    complaint = Optional.of(fault);
    lastAnswer = Optional.of(reply.content());
    return Optional.empty();
  }

  /** A fresh start with the models behind the one that failed; the rules where there is none. */
  private Optional<Diagnosis> nextModel(Reply reply, String why) {
    models = models.subList(Math.max(0, models.indexOf(reply.asked())) + 1, models.size());
    repeated = false;
    complaint = Optional.empty();
    lastAnswer = Optional.empty();
    return models.isEmpty() ? rulesAlone(why) : Optional.empty();
  }

  /** Whatever goes into the prompt besides the log and its names, and whatever comes out. */
  private void examine(String where, String text) {
    signals.addAll(InjectionSignals.in(where, text, desk.wording().redaction()));
  }

  private void show(String path) {
    Optional<String> text = files.text(path);
    if (text.isEmpty()) {
      absent.add(path);
      return;
    }
    List<Integer> lines = shown.stream()
        .filter(file -> file.path().equals(path))
        .flatMap(file -> file.lines().stream())
        .toList();
    shown.removeIf(file -> file.path().equals(path));
    shown.add(0, new ShownFile(path, text.get(), lines));
    examine(path, text.get());
  }

  /** Why the edits do not apply at the failing commit; forbidden paths are the gate's to refuse. */
  private Optional<String> misfit(Remediation remediation) {
    if (remediation.kind() != Remediation.Kind.EDIT
        || remediation.edits().stream().anyMatch(e -> CommitFiles.isForbidden(e.path()))) {
      return Optional.empty();
    }
    return Edits.apply(
            remediation.edits(),
            path -> files.text(path).map(text -> new Edits.BaseFile("100644", text)))
        .misfit();
  }

  private Diagnosis diagnosis(Answer answer, Optional<String> note) {
    return new Diagnosis(
        answer.category(),
        answer.confidence(),
        answer.transientFault(),
        answer.rootCause(),
        answer.advice(),
        answer.evidence(),
        answer.remediation(),
        Diagnosis.Analyzer.LLM,
        Optional.empty(),
        answeredBy,
        costKnown ? OptionalDouble.of(cost) : OptionalDouble.empty(),
        note,
        List.copyOf(signals));
  }

  /** For want of the gateway, not of an answer: another time it may do. */
  private Optional<Diagnosis> withoutGateway(String why, String next) {
    trouble = Optional.of(new Explanation("could not ask the language model", why, next));
    return rulesAlone(why);
  }

  private Optional<Diagnosis> rulesAlone(String why) {
    return Optional.of(of.byRules().withNote(why).withSignals(List.copyOf(signals)));
  }
}
