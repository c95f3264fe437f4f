package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.shell.PlainScript;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What caches and artifacts hold: nothing that is made by what moves, or that others get. */
final class KnownCaches {
  private static final String UPLOAD = "actions/upload-artifact";
  private static final Set<String> RESULTS = KnownJob.WORDS.set("results");
  private static final Pattern DEPENDENCIES = KnownJob.WORDS.whole("caches of dependencies");

  private KnownCaches() {}

  /** Whether what another machine builds may get to others. */
  static boolean handsOn(FixedJob fixed) {
    return fixed.moved().hasVersions()
        && fixed.job().steps().stream()
            .filter(step -> FixedJob.action(step).startsWith(UPLOAD))
            .anyMatch(step -> results(step).isPresent());
  }

  static boolean keepsFiles(Job job) {
    return job.steps().stream().anyMatch(step -> FixedJob.action(step).equals(UPLOAD));
  }

  /** Whether it keeps anything but what tells how a check ended. */
  static Optional<String> results(Mapping upload) {
    return KnownNames.words(contents(upload), RESULTS);
  }

  private static String contents(Mapping upload) {
    return upload.sub("with").text("name").orElse("") + " "
        + upload.sub("with").text("path").orElse("");
  }

  /** What a cache or an artifact holds must not be made by what moves, or be what moves. */
  static Optional<String> kept(FixedJob fixed, Mapping step) {
    String action = FixedJob.action(step);
    Mapping with = step.sub("with");
    List<String> paths = with.text("path").orElse("").lines().map(String::strip).toList();
    boolean cache = action.startsWith("actions/cache");
    boolean key =
        fixed.deltas().stream().anyMatch(d -> FixedJob.isOf(d, step) && d.keys().contains("key"));
    boolean fetched = fixed.job().steps().stream()
        .flatMap(s -> s.text("run").stream())
        .flatMap(script -> FixedJob.commands(script).stream())
        .anyMatch(PlainScript::fetches);
    boolean hashed = with.text("key").orElse("").contains("hashFiles(");
    if (action.equals(UPLOAD)
        && fixed.deltas().stream().anyMatch(d -> FixedJob.isOf(d, step) && d.isInStep("uses"))
        && !step.text("if").equals(Optional.of("failure()"))) {
      Optional<String> product = results(step)
          .or(() -> fixed.file().jobs().stream()
              .flatMap(job -> job.steps().stream())
              .filter(other -> other.text("uses").orElse("").startsWith("."))
              .findFirst()
              .map(other -> "what " + other.text("uses").orElse("") + " keeps is not known"));
      if (product.isPresent()) {
        return product;
      }
    }
    if (cache && fixed.isPrepared() && paths.stream().anyMatch(p -> p.startsWith("/"))) {
      return Optional.of("the cache holds " + paths);
    }
    if (cache && key && !(fetched && hashed)) {
      return Optional.of("nothing says that what the cache holds is rebuilt");
    }
    if (cache && (key || fixed.moved().hasVersions())) {
      return paths.stream()
          .filter(p -> !DEPENDENCIES.matcher(p).matches() || (!key && !p.startsWith("~/")))
          .findFirst()
          .map(p -> "the cache holds " + p);
    }
    boolean upload = action.equals(UPLOAD);
    if (upload && paths.stream().noneMatch(path -> path.matches(".*[A-Za-z].*"))) {
      return Optional.of("it keeps the whole checkout");
    }
    return upload && fixed.reach().isEveryWord()
        ? KnownNames.words(contents(step), fixed.moved().hasVersions() ? RESULTS : KnownNames.NAMES)
        : Optional.empty();
  }
}
