package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.analyze.AnswerReader.Answer;
import io.github.cicdmonitor.analyze.LanguageModel.Question;
import io.github.cicdmonitor.analyze.LanguageModel.Reply;
import io.github.cicdmonitor.analyze.RepositoryFiles.RepositoryFile;
import io.github.cicdmonitor.analyze.RepositoryFiles.RepositoryTree;
import io.github.cicdmonitor.config.Config.AnalyzerSettings;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.fixes.Checkout;
import io.github.cicdmonitor.fixes.Evidence;
import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.gate.PathRules;
import io.github.cicdmonitor.injection.InjectionSignals;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Edits;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.store.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * From an excerpt to a diagnosis: a fix of the catalogue where one applies, else the rules' word where
 * it is enough, else the model's, else the rules' with a note why.
 */
public final class Diagnostician {
  /** From here on a rule is certain: no model is asked unless a fix has to be written. */
  static final double CERTAIN = 0.8;

  private static final int MAX_FILES = 5;
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int SMALLEST_ROOM = 2_000;

  private final Optional<LanguageModel> model;
  private final RepositoryFiles files;
  private final AnalyzerSettings settings;
  private final Function<String, SafeText> redaction;
  private final AnswerReader reader;
  private final Supplier<String> marks;
  private final Budget budget;
  private final Clock clock;
  private final List<OperatorFix> own;
  private final Predicate<List<String>> mayRun;
  private final Function<Failure, Optional<Evidence.Images>> images;
  private Optional<Explanation> trouble = Optional.empty();
  private boolean missing;
  private boolean answered;

  /**
   * @param model empty where no key is set
   * @param marks a new unguessable mark for each prompt
   * @param own fixes of the operator's rules file
   * @param mayRun whether the configuration allows a command
   * @param images on which a job failed and last passed
   */
  public Diagnostician(
      Optional<LanguageModel> model,
      RepositoryFiles files,
      AnalyzerSettings settings,
      Function<String, SafeText> redaction,
      Supplier<String> marks,
      List<OperatorFix> own,
      Predicate<List<String>> mayRun,
      Function<Failure, Optional<Evidence.Images>> images,
      Database database) {
    this.model = model;
    this.files = files;
    this.settings = settings;
    this.redaction = redaction;
    this.reader = new AnswerReader(redaction);
    this.marks = marks;
    this.budget = new Budget(
        database, new Prices(settings.prices(), model, database), settings.dailyBudgetUsd());
    this.clock = database.clock();
    this.own = List.copyOf(own);
    this.mayRun = mayRun;
    this.images = images;
  }

  /** Whether the last diagnosis is the rules' because the gateway did not answer. */
  boolean isWithoutGateway() {
    return missing;
  }

  /** Why the gateway was of no use in this run, as met last. */
  public Optional<Explanation> trouble() {
    return trouble;
  }

  /** Whether it answered anything in this run. */
  public boolean hasAnswered() {
    return answered;
  }

  /** Whether the rules alone do, with a model at hand. */
  static boolean isEnough(Diagnosis byRules) {
    boolean needsFixText = byRules.failureClass() == FailureClass.DEVOPS
        && !byRules.transientFault()
        && byRules.remediation().kind() == Remediation.Kind.NONE;
    return byRules.confidence() >= CERTAIN && !needsFixText;
  }

  /**
   * @param incident 0 in a dry run
   * @param byRules what the rules say
   * @param offline never ask
   */
  Diagnosis diagnose(
      long incident, Failure failure, Excerpt excerpt, Diagnosis byRules, boolean offline) {
    missing = false;
    FixFinder.Answer fix = fix(failure, excerpt, byRules);
    if (fix.diagnosis().isPresent()) {
      return fix.diagnosis().get();
    }
    Diagnosis other = withoutFix(incident, failure, excerpt, byRules, offline);
    boolean helps = other.remediation().kind() != Remediation.Kind.NONE;
    return withReason(fix.whyNot(), helps ? other : fix.advice().orElse(other));
  }

  private static Diagnosis withReason(String whyNot, Diagnosis diagnosis) {
    return whyNot.isEmpty()
        ? diagnosis
        : diagnosis.withNote(diagnosis.note().map(note -> note + "; " + whyNot).orElse(whyNot));
  }

  private Diagnosis withoutFix(
      long incident, Failure failure, Excerpt excerpt, Diagnosis byRules, boolean offline) {
    if (offline) {
      return byRules.withNote("offline: rules only");
    }
    if (model.isEmpty()) {
      return byRules.withNote("no OPENROUTER_API_KEY: rules only");
    }
    if (isEnough(byRules) || excerpt.lines().isEmpty()) {
      return byRules;
    }
    return new Conversation(model.get(), incident, failure, excerpt, byRules).hold();
  }

  /** Nothing is changed for a fork, so its files are not looked at. */
  private FixFinder.Answer fix(Failure failure, Excerpt excerpt, Diagnosis byRules) {
    if (failure.fromFork()) {
      return FixFinder.Answer.NOT_ASKED;
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    try {
      return new FixFinder(own, mayRun, Facts.shipped(), today, redaction)
          .find(
              byRules,
              excerpt,
              new FixFinder.Place(
                  failure.workflowPath(), failure.job(), () -> images.apply(failure)),
              () -> filesOf(failure));
    } catch (MonitorException e) {
      // What GitHub refuses is refused next time too; all else is tried again with the failure.
      if (e.kind() != MonitorException.Kind.CREDENTIALS && e.kind() != MonitorException.Kind.NO) {
        throw e;
      }
      return FixFinder.Answer.no("no recipe was tried: the repository's files could not be read");
    }
  }

  private FixFinder.Files filesOf(Failure failure) {
    RepositoryName repository = failure.key().repository();
    String commit = failure.headSha();
    Optional<RepositoryTree> tree = files.tree(repository, commit);
    if (tree.isEmpty()) {
      return FixFinder.Files.none("the failing commit is gone");
    }
    if (!tree.get().complete()) {
      return FixFinder.Files.none("the repository has more files than GitHub lists at once");
    }
    return FixFinder.Files.of(new Checkout(
        tree.get().modes(),
        new CommitTexts(path -> files.file(repository, commit, path).map(RepositoryFile::text))));
  }

  /** One incident's exchange with the model: a question, and at most one more for each reason. */
  private final class Conversation {
    private final LanguageModel asked;
    private final long incident;
    private final Failure failure;
    private final Excerpt excerpt;
    private final Diagnosis byRules;
    private final Map<String, String> shown = new LinkedHashMap<>();
    private final List<String> absent = new ArrayList<>();
    private Optional<String> complaint = Optional.empty();
    private Optional<String> answeredBy = Optional.empty();
    private double cost;
    private boolean costKnown = true;
    private final Set<InjectionSignal> signals = new LinkedHashSet<>();
    private boolean filesAsked;
    private boolean repeated;

    Conversation(
        LanguageModel asked, long incident, Failure failure, Excerpt excerpt, Diagnosis byRules) {
      this.asked = asked;
      this.incident = incident;
      this.failure = failure;
      this.excerpt = excerpt;
      this.byRules = byRules;
    }

    Diagnosis hold() {
      while (true) {
        String prompt = PromptWriter.user(
            failure,
            excerpt,
            new PromptWriter.Extra(shown, absent, complaint),
            marks.get(),
            redaction);
        Budget.Purse purse = budget.purse(
            incident,
            PromptWriter.SYSTEM + prompt + AnswerSchema.JSON,
            AnswerSchema.MAX_ANSWER_TOKENS);
        Reply reply = asked.ask(question(prompt), purse);
        count(reply);
        switch (reply.outcome()) {
          case ANSWERED -> {
            answered = true;
            examine("the model's answer", AnswerReader.words(reply.content()));
            AnswerReader.Reading reading = reader.read(reply.content(), excerpt);
            Optional<Diagnosis> diagnosis = reading.answer().isPresent()
                ? consider(reading.answer().get())
                : complain(reading.fault());
            if (diagnosis.isPresent()) {
              return diagnosis.get();
            }
          }
          case CREDENTIALS -> {
            return withoutGateway(
                "the gateway refused OPENROUTER_API_KEY (401)",
                "Make a new key and set OPENROUTER_API_KEY");
          }
          case NO_CREDIT -> {
            return withoutGateway(
                "the gateway says the credit is used up (402)", "Buy credit at the gateway");
          }
          case UNAVAILABLE, LOST -> {
            return withoutGateway(
                "the model did not answer: " + reply.detail(),
                "Run 'cicd-monitor check'; it is asked again at the next analyze");
          }
          case UNPAID -> {
            return rulesAlone("daily budget of " + settings.dailyBudgetUsd() + " USD is used up");
          }
          case CUT, REFUSED -> {
            return rulesAlone("the model did not answer: " + reply.detail());
          }
        }
      }
    }

    private Question question(String prompt) {
      List<String> models = new ArrayList<>();
      models.add(settings.model());
      models.addAll(settings.fallbackModels());
      return new Question(
          models,
          PromptWriter.SYSTEM,
          prompt,
          AnswerSchema.NAME,
          AnswerSchema.JSON,
          AnswerSchema.MAX_ANSWER_TOKENS);
    }

    private void count(Reply reply) {
      reply.model().ifPresent(name -> answeredBy = Optional.of(name));
      costKnown &= reply.costUsd().isPresent();
      cost += reply.costUsd().orElse(0);
    }

    /** Empty when the model is to be asked once more. */
    private Optional<Diagnosis> consider(Answer answer) {
      if (!answer.filesNeeded().isEmpty() && !filesAsked) {
        filesAsked = true;
        answer.filesNeeded().stream().limit(MAX_FILES).forEach(this::show);
        complaint = Optional.empty();
        if (!shown.isEmpty() || !absent.isEmpty()) {
          return Optional.empty();
        }
      }
      Optional<String> misfit = misfit(answer.remediation());
      if (misfit.isEmpty()) {
        return Optional.of(diagnosis(answer, answer.remediation(), Optional.empty()));
      }
      if (!repeated) {
        repeated = true;
        complaint = Optional.of("remediation.edits do not apply: " + misfit.get());
        return Optional.empty();
      }
      return Optional.of(diagnosis(
          answer,
          withoutEdits(answer.remediation()),
          Optional.of("the proposed edit did not apply: " + misfit.get())));
    }

    private Optional<Diagnosis> complain(String fault) {
      if (repeated) {
        return Optional.of(rulesAlone("the model's answers were not usable: " + fault));
      }
      repeated = true;
      complaint = Optional.of(fault);
      return Optional.empty();
    }

    /** What max_input_tokens leaves for files beside the excerpt. */
    private int room() {
      int shownSoFar = shown.values().stream().mapToInt(String::length).sum();
      int all = (settings.maxInputTokens() - excerpt.tokens()) * CHARACTERS_PER_TOKEN;
      return Math.max(SMALLEST_ROOM, all) - shownSoFar;
    }

    private void show(String path) {
      Optional<RepositoryFile> file = read(path);
      if (file.isPresent() && file.get().text().length() <= room()) {
        shown.put(path, file.get().text());
        examine(path, file.get().text());
      } else {
        absent.add(path);
      }
    }

    /** Whatever goes into the prompt besides the log and its names, and whatever comes out. */
    private void examine(String where, String text) {
      signals.addAll(InjectionSignals.in(where, text, redaction));
    }

    private Optional<RepositoryFile> read(String path) {
      if (PathRules.check(path).isPresent()) {
        return Optional.empty();
      }
      try {
        return files.file(failure.key().repository(), failure.headSha(), path);
      } catch (MonitorException e) {
        if (e.kind() == MonitorException.Kind.STATE || e.kind() == MonitorException.Kind.TOKEN) {
          throw e;
        }
        return Optional.empty();
      }
    }

    /** Why the edits do not apply at the failing commit; forbidden paths are the gate's to refuse. */
    private Optional<String> misfit(Remediation remediation) {
      if (remediation.kind() != Remediation.Kind.EDIT
          || remediation.edits().stream()
              .anyMatch(e -> PathRules.check(e.path()).isPresent())) {
        return Optional.empty();
      }
      return Edits.apply(
              remediation.edits(),
              path -> read(path).map(file -> new Edits.BaseFile("100644", file.text())))
          .misfit();
    }

    private Remediation withoutEdits(Remediation remediation) {
      return new Remediation(
          Remediation.Kind.NONE,
          remediation.title(),
          remediation.rationale(),
          List.of(),
          List.of());
    }

    private Diagnosis diagnosis(Answer answer, Remediation remediation, Optional<String> note) {
      return new Diagnosis(
          answer.category(),
          answer.confidence(),
          answer.transientFault(),
          answer.rootCause(),
          answer.explanation(),
          answer.evidence(),
          remediation,
          Diagnosis.Analyzer.LLM,
          Optional.empty(),
          answeredBy,
          costKnown ? OptionalDouble.of(cost) : OptionalDouble.empty(),
          note,
          List.copyOf(signals));
    }

    /** For want of the gateway, not of an answer: another time it may do. */
    private Diagnosis withoutGateway(String why, String next) {
      trouble = Optional.of(new Explanation("could not ask the language model", why, next));
      missing = true;
      return rulesAlone(why);
    }

    private Diagnosis rulesAlone(String why) {
      return byRules.withNote(why).withSignals(List.copyOf(signals));
    }
  }
}
