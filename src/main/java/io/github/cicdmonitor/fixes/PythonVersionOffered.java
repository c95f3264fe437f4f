package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Python that the runner's image has no build of (actions/python-versions,
 * versions-manifest.json). A version that is one leg of a matrix, or that the project asks for, keeps
 * an image that has it; any other one is raised.
 */
final class PythonVersionOffered implements Fix {
  private static final String SETUP = "actions/setup-python";
  private static final String INPUT = "python-version";
  private static final String ANY = "3.x";
  private static final About ABOUT = About.of(
          "python-version-offered",
          "Gives a job a version of Python that its runner image offers, or an image that has it")
      .mending(Category.ENVIRONMENT)
      .within(Surroundings.PLAIN)
      .with(Trait.OTHER_BUILD)
      .askedBy(
          "[Vv]ersion '?([0-9]+\\.[0-9]+)(?:\\.[0-9]+)?'? with arch(?:itecture)? '?([a-z0-9]+)'? (?:was )?not"
              + " found");
  private static final Pattern REQUIRES = Pattern.compile(
      "(?m)^\\s*(?:requires-python|python_requires)\\s*=\\s*[\"']?>=\\s*([0-9]+\\.[0-9]+)");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String version = fault.group(1);
    if (!fault.isFresh(FactsSection.RUNTIMES) || !fault.isFresh(FactsSection.RUNNER_LABELS)) {
      return Proposed.no("the tables of versions and runner labels are too old");
    }
    PythonImages images = new PythonImages(fault.facts(), fault.today());
    Optional<String> required = required(files);
    Editor editor = new Editor(files);
    Set<String> done = new HashSet<>();
    for (WorkflowFile file : files.workflowsWith(version)) {
      for (Job job : file.jobs()) {
        RunnerPlaces places = RunnerPlaces.of(job);
        PythonLeg.of(job, version)
            .filter(leg -> !images.offers(leg.label(), version))
            .flatMap(leg -> images.having(leg.label(), version).map(leg::pinned))
            .ifPresent(leg -> {
              addLeg(file, leg, editor);
              done.add("an image that has " + version);
            });
        if (done.isEmpty() && job.matrix().entries().size() > 0) {
          new PythonImageMove(images).moves(job).forEach((label, older) -> {
            if (isOf(fault.line(), label.text())) {
              editor.replace(file, label, older);
            }
          });
        }
        for (Mapping step : job.steps()) {
          Optional<Scalar> literal = step.sub("with").get(INPUT).flatMap(Yaml::scalar);
          boolean here = Steps.uses(step, SETUP)
              && literal.filter(l -> is(l, version)).isPresent()
              && places.axis().isEmpty()
              && places.labels().size() == 1;
          if (!here || images.offers(places.labels().get(0).text(), version)) {
            continue;
          }
          String label = places.labels().get(0).text();
          if (required.filter(version::equals).isPresent()) {
            Optional<String> older = images.having(label, version);
            if (older.isPresent() && done.add(file.path() + " " + job.id())) {
              editor.replace(file, places.labels().get(0), older.get());
            }
          } else {
            String next = required.isEmpty() ? ANY : images.lowest(label, version, required.get());
            editor.replace(file, literal.get(), next);
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Use a Python that the runner offers",
        "The runner's image has no Python " + version + ". "
            + (required.isPresent()
                ? "The project asks for " + required.get() + " or later."
                : "A leg of a matrix keeps an image that has it; a single job takes a later one."),
        editor);
  }

  /** Whether a line that names a system means that of the label. */
  private static boolean isOf(String line, String label) {
    String named =
        line.replaceFirst("(?s).*not found(?: for)?", "").toLowerCase(java.util.Locale.ROOT);
    return List.of("ubuntu", "macos", "windows").stream()
        .noneMatch(system -> named.contains(system) && !label.startsWith(system));
  }

  private static void addLeg(WorkflowFile file, PythonLeg leg, Editor editor) {
    Scalar axis = leg.value();
    String text = file.text();
    Yaml last = leg.include().get(leg.include().size() - 1);
    int at =
        leg.defaultLeg().mapping().map(m -> YamlText.first(m).span().start()).orElse(0);
    int line = text.lastIndexOf('\n', at - 1) + 1;
    String head = text.substring(line, at);
    if (!head.matches(" *- +") || last.line() < leg.defaultLeg().line()) {
      return;
    }
    int end = text.indexOf('\n', leg.defaultLabel().span().end()) + 1;
    if (end > 0) {
      String written = text.substring(axis.span().start(), axis.span().end());
      String added = head + leg.labelKey() + ": " + leg.label() + "\n" + " ".repeat(head.length())
          + leg.versionKey() + ": " + written + "\n";
      editor.replace(file.path(), end, end, added);
    }
  }

  private static boolean is(Scalar scalar, String version) {
    boolean release = scalar.text().matches(Pattern.quote(version) + "\\.[0-9]+");
    return release || (scalar.source().equals(version) && scalar.text().equals(version));
  }

  /** The lowest version that the project says it runs on. */
  private static Optional<String> required(Checkout files) {
    return List.of("pyproject.toml", "setup.cfg", "setup.py").stream()
        .flatMap(path -> files.text(path).stream())
        .flatMap(text -> required(text).stream())
        .findFirst();
  }

  private static Optional<String> required(String text) {
    Matcher matcher = REQUIRES.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    PythonImages images = new PythonImages(evidence.facts(), evidence.today());
    boolean fresh =
        evidence.isFresh(FactsSection.RUNTIMES) && evidence.isFresh(FactsSection.RUNNER_LABELS);
    PythonImageMove move = new PythonImageMove(images);
    List<Delta> exchanged = move.exchanged(diff);
    for (Delta delta : diff.deltas()) {
      boolean leg = delta.isInJob("strategy", "matrix", "include") && isNewLeg(diff, delta, images);
      if (leg || exchanged.contains(delta) || move.isMove(diff, delta)) {
        String why = "the version keeps a runner image that offers it";
        if (fresh) {
          claims.claim(delta, why);
        } else {
          claims.ask(delta, why, "the tables are older than half a year");
        }
      } else if (delta.isInStep("with", INPUT) && isRaised(delta, images)) {
        String why = "the runner's image does not offer " + delta.textBefore();
        Optional<String> doubt = fresh
            ? doubt(diff, delta, evidence)
            : Optional.of("the tables are older than half a year");
        doubt.ifPresentOrElse(
            d -> claims.ask(delta, why, d),
            () -> claims.claimWithin(delta, why, Surroundings.KNOWN));
      }
    }
  }

  private static Optional<String> doubt(WorkflowDiff diff, Delta delta, FixEvidence evidence) {
    for (String path : List.of("pyproject.toml", "setup.cfg", "setup.py")) {
      Optional<String> required = evidence.file(path).flatMap(PythonVersionOffered::required);
      if (required.filter(least -> includes(least, delta.textBefore())).isPresent()) {
        return Optional.of("the project says in " + path + " that it runs on that version");
      }
    }
    return Variants.lost(diff, delta.job().orElseThrow().after(), INPUT);
  }

  /** Whether a project that runs on some version and later ones runs on that one. */
  private static boolean includes(String least, String version) {
    Version.Step step = Version.step(least, version);
    return step != Version.Step.DOWN && step != Version.Step.OTHER;
  }

  /** A version that cannot be had, to the next one that can, or to whatever the image has. */
  private static boolean isRaised(Delta delta, PythonImages images) {
    Job job = delta.job().orElseThrow().after();
    RunnerPlaces places = RunnerPlaces.of(job);
    String from = delta.textBefore();
    String to = delta.textAfter();
    boolean one = places.axis().isEmpty() && places.labels().size() == 1;
    if (!one
        || !delta.isEdit()
        || job.body().get("container").isPresent()
        || !Steps.uses(delta.step().orElseThrow().after(), SETUP)
        || !Steps.uses(delta.step().orElseThrow().before(), SETUP)
        || !from.matches("[23]\\.[0-9]+")) {
      return false;
    }
    String label = places.labels().get(0).text();
    Version.Step step = Version.step(from, to);
    boolean later = step == Version.Step.MINOR || step == Version.Step.MAJOR;
    return !images.offers(label, from)
        && (to.equals(ANY) || (later && to.equals(images.lowest(label, from, from))));
  }

  private static boolean isNewLeg(WorkflowDiff diff, Delta delta, PythonImages images) {
    List<Yaml> before = PythonImageMove.items(delta.before());
    List<Yaml> after = PythonImageMove.items(delta.after());
    if (after.size() != before.size() + 1
        || diff.deltas().stream()
            .anyMatch(d -> !d.equals(delta) && PythonImageMove.isInMatrix(d, delta))) {
      return false;
    }
    int at = 0;
    while (at < before.size() && before.get(at).equals(after.get(at))) {
      at++;
    }
    if (!before.subList(at, before.size()).equals(after.subList(at + 1, after.size()))) {
      return false;
    }
    Job job = delta.job().orElseThrow().before();
    Optional<Mapping> added = after.get(at).mapping();
    int place = at;
    return added
        .flatMap(leg -> PythonLeg.of(job, PythonLeg.version(job, leg))
            .filter(old -> place > old.include().indexOf(old.defaultLeg()))
            .filter(old -> leg.entries().size() == 2)
            .filter(old -> !images.offers(old.label(), PythonLeg.version(job, leg)))
            .flatMap(old -> leg.text(old.labelKey())
                .filter(
                    label -> images.isOlderWith(old.label(), label, PythonLeg.version(job, leg)))
                .filter(label -> !PythonImageMove.isNamed(job, old.label()))
                .filter(label -> !RunnerPlaces.of(job).holds(label))
                .filter(label -> RunnerPlaces.of(job)
                    .disturbs(delta.job().orElseThrow().before(), old.label(), label)
                    .isEmpty())))
        .isPresent();
  }
}
