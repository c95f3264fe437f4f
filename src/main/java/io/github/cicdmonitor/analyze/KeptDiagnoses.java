package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Digests;
import io.github.cicdmonitor.store.ModelAnswers;
import io.github.cicdmonitor.store.SignatureHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers of the model by what was asked: the fault's fingerprint, all else that was in the prompt,
 * and the versions of prompt, rules and program. A prompt names no repository, so that an answer
 * serves every repository that asks the same; one that rests on files the model asked for serves its
 * own. In an outage one answer serves all, without a fix.
 */
final class KeptDiagnoses {
  static final String NOTE = "the model's answer to the same failure is used again";

  private static final Duration OUTAGE_WINDOW = Duration.ofHours(1);
  private static final Duration OUTAGE_LASTS = Duration.ofDays(1);

  private static final Pattern NUMBER = Pattern.compile("\\b[0-9a-f]{7,64}\\b|[0-9]+");

  private final Database database;
  private final ModelAnswers answers;
  private final SignatureHistory history;
  private final Supplier<String> versions;
  private final int outageRepositories;

  KeptDiagnoses(Consultant.Keeping keeping, String model) {
    this.database = keeping.database();
    this.answers = new ModelAnswers(database);
    this.history = new SignatureHistory(database);
    this.versions = () ->
        PromptText.SHIPPED.version() + "\n" + model + "\n" + keeping.versions().get();
    this.outageRepositories = keeping.outageRepositories();
  }

  /** An answer that fits; the caller sees to it that its edits apply. */
  Optional<Diagnosis> find(Consultant.Case of, String question) {
    Optional<Diagnosis> same = answers
        .find(key(question, ""))
        .or(() -> answers.find(key(question, repository(of))))
        .or(() -> answers.find(key(question + wholeLog(of), "")))
        .or(() -> answers.find(key(question + wholeLog(of), repository(of))))
        .or(() -> ofOutage(of));
    return same.map(diagnosis -> in(of.excerpt(), diagnosis));
  }

  void keep(Consultant.Case of, String question, boolean forThisRepository, Diagnosis diagnosis) {
    String asked = fixes(diagnosis) ? question + wholeLog(of) : question;
    String key = key(asked, forThisRepository ? repository(of) : "");
    database.change(in -> answers.keep(in, key, of.signature().linesDigest(), diagnosis));
  }

  private Optional<Diagnosis> ofOutage(Consultant.Case of) {
    String lines = of.signature().linesDigest();
    Instant at = of.failure().failedAt();
    boolean outage = !lines.isEmpty()
        && history
                .repositoriesWith(lines, at.minus(OUTAGE_WINDOW), at.plus(OUTAGE_WINDOW))
                .size()
            >= outageRepositories;
    return outage
        ? answers
            .newest(lines, database.clock().instant().minus(OUTAGE_LASTS))
            .map(KeptDiagnoses::withoutFix)
        : Optional.empty();
  }

  private static Diagnosis withoutFix(Diagnosis diagnosis) {
    return fixes(diagnosis) ? copy(diagnosis, diagnosis.evidence(), Remediation.NONE) : diagnosis;
  }

  private static boolean fixes(Diagnosis diagnosis) {
    Remediation.Kind kind = diagnosis.remediation().kind();
    return kind == Remediation.Kind.EDIT || kind == Remediation.Kind.COMMAND;
  }

  /**
   * A fix serves only where the whole log reads the same but for numbers: what a stranger wrote into
   * one log for the model to read must not come back as the fix of a log without it.
   */
  private static String wholeLog(Consultant.Case of) {
    String text = of.excerpt().lines().stream()
        .map(line -> line.text().value())
        .collect(Collectors.joining("\n"));
    return NUMBER.matcher(text).replaceAll("0");
  }

  /** The lines that it rests on are those of this log. */
  private static Diagnosis in(Excerpt excerpt, Diagnosis diagnosis) {
    Quotes quotes = new Quotes(excerpt);
    List<Evidence> found = diagnosis.evidence().stream()
        .flatMap(evidence -> quotes.find(evidence.text().value()).stream())
        .toList();
    List<Evidence> evidence = found.isEmpty()
        ? excerpt.errorLines().stream()
            .limit(1)
            .flatMap(number -> excerpt.line(number).stream())
            .map(line -> new Evidence(line.number(), line.text()))
            .toList()
        : found;
    return copy(diagnosis, evidence, diagnosis.remediation());
  }

  private static Diagnosis copy(
      Diagnosis diagnosis, List<Evidence> evidence, Remediation remediation) {
    return new Diagnosis(
        diagnosis.category(),
        diagnosis.confidence(),
        diagnosis.transientFault(),
        diagnosis.rootCause(),
        diagnosis.advice(),
        evidence,
        remediation,
        diagnosis.analyzer(),
        diagnosis.rule(),
        diagnosis.model(),
        OptionalDouble.of(0),
        Optional.of(NOTE),
        diagnosis.signals());
  }

  private static String repository(Consultant.Case of) {
    return of.failure().key().repository().key();
  }

  private String key(String question, String repository) {
    return Digests.sha256(versions.get() + "\n" + repository + "\n" + question);
  }
}
