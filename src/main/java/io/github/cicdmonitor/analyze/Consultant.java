package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.config.Config.AnalyzerSettings;
import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.forge.RepositoryFiles;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Leases;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks the model, each question once: its answers are kept. Knows whether it is of any use. */
public final class Consultant {
  private final LanguageModel model;
  private final RepositoryFiles files;
  private final AnalyzerSettings settings;
  private final Wording wording;
  private final Budget budget;
  private final KeptDiagnoses kept;
  private final Leases leases;
  private Optional<Explanation> trouble = Optional.empty();
  private boolean missing;
  private boolean answered;

  /**
   * What makes texts fit for the model and its words fit for people.
   *
   * @param marks a new unguessable mark for each prompt
   */
  public record Wording(Function<String, SafeText> redaction, Supplier<String> marks) {}

  /**
   * @param versions of the rules and the program: an answer under others is not used again
   * @param outageRepositories in so many repositories the same lines are one outage
   */
  public record Keeping(Database database, Supplier<String> versions, int outageRepositories) {}

  public Consultant(
      LanguageModel model,
      RepositoryFiles files,
      AnalyzerSettings settings,
      Wording wording,
      Keeping keeping) {
    this.model = model;
    this.files = files;
    this.settings = settings;
    this.wording = wording;
    this.budget = new Budget(
        keeping.database(),
        new Prices(
            settings.prices(),
            Optional.of(model),
            settings.gateway().needsNoKey(),
            keeping.database()),
        settings.dailyBudgetUsd());
    this.kept = new KeptDiagnoses(keeping, settings.model());
    this.leases = new Leases(keeping.database());
  }

  /**
   * A failure that the rules do not settle.
   *
   * @param incident 0 in a dry run
   * @param recipes why no kind of fix of the catalogue applies; may be empty
   * @param newLines numbers of the excerpt's lines that the last green run's log has not
   * @param anew whether a kept answer is not wanted
   */
  record Case(
      long incident,
      Failure failure,
      Excerpt excerpt,
      Signature signature,
      Diagnosis byRules,
      String recipes,
      Set<Integer> newLines,
      boolean anew) {}

  /** Nothing is known yet of the next diagnosis. */
  void begin() {
    missing = false;
  }

  /** The model's diagnosis, else the rules' with a note why. */
  Diagnosis consult(Case of) {
    begin();
    // Whoever else has the same fault waits for the answer, which serves both.
    return leases.afterOthers(Leases.Piece.question(of.signature()), () -> ask(of));
  }

  private Diagnosis ask(Case of) {
    Consultation consultation =
        new Consultation(of, new Consultation.Desk(model, files, settings, wording, budget, kept));
    Diagnosis diagnosis = consultation.hold();
    answered |= consultation.hasAnswered();
    consultation.trouble().ifPresent(why -> {
      trouble = Optional.of(why);
      missing = true;
    });
    return diagnosis;
  }

  /** Whether the last diagnosis is the rules' because the gateway did not answer. */
  boolean isWithoutGateway() {
    return missing;
  }

  /** Why the gateway was of no use in this run, as met last. */
  Optional<Explanation> trouble() {
    return trouble;
  }

  /** Whether it answered anything in this run. */
  boolean hasAnswered() {
    return answered;
  }
}
