package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.config.Config.AnalyzerSettings;
import io.github.cicdmonitor.config.Config.GatewayOptions;
import io.github.cicdmonitor.forge.RepositoryFiles;
import io.github.cicdmonitor.model.Conclusion;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureKey;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import io.github.cicdmonitor.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A model asked as the program asks it, about a log and files at hand, whatever the rules say. */
public final class ModelUnderTest {
  private static final RepositoryName NAME = new RepositoryName("acme", "evaluated");

  private final Consultant consultant;
  private Map<String, String> files = Map.of();

  /** @param database a state of its own, in which calls are counted */
  public ModelUnderTest(
      String name, LanguageModel model, Function<String, SafeText> redaction, Database database) {
    RepositoryFiles here = new RepositoryFiles() {
      @Override
      public Optional<RepositoryFile> file(RepositoryName repository, String ref, String path) {
        return Optional.ofNullable(files.get(path))
            .map(text -> new RepositoryFile(path, "0", text));
      }

      @Override
      public Optional<RepositoryTree> tree(RepositoryName repository, String commit) {
        return Optional.empty();
      }
    };
    this.consultant = new Consultant(
        model,
        here,
        new AnalyzerSettings(
            name,
            List.of(),
            0.7,
            6_000,
            1e6,
            Map.of(),
            Optional.empty(),
            new GatewayOptions(
                Optional.of("local"), Optional.empty(), false), // free: no price list
            true),
        // not to be guessed by who writes a log in earnest; here the same answers are wanted again
        new Consultant.Wording(redaction, () -> "0".repeat(32)),
        new Consultant.Keeping(database, () -> "evaluation", Integer.MAX_VALUE));
  }

  /**
   * @param texts the repository's files by path, as far as they are at hand
   * @param workflow path of the one that failed; empty where it is not known
   * @return the model's diagnosis; the rules' with a note where it had no usable answer
   */
  public Diagnosis ask(
      Excerpt excerpt, Diagnosis byRules, Map<String, String> texts, String workflow) {
    files = Map.copyOf(texts);
    Instant at = Instant.EPOCH;
    Failure failure = new Failure(
        new FailureKey(NAME, 1, 1, 1),
        1,
        "",
        workflow,
        "",
        "main",
        "0".repeat(40),
        Conclusion.FAILURE,
        "push",
        false,
        "",
        "",
        List.of(),
        at,
        at);
    return consultant.consult(new Consultant.Case(
        0,
        failure,
        excerpt,
        new Signature("0".repeat(64), ""),
        byRules,
        byRules.note().orElse(""),
        Set.of(),
        true));
  }
}
