package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A C header or a pkg-config module that is not installed: its Debian package joins the job's own
 * {@code apt-get install}. Which package that is stands in the facts, only where there is one; a new
 * package always asks a person.
 */
final class SystemHeader implements Fix {
  private static final About ABOUT = About.of(
          "system-header", "Installs the Debian package of a missing C header or pkg-config module")
      .mending(Category.DEPENDENCY)
      .with(Trait.NEW_CODE)
      .askedBy(
          "fatal error: ([A-Za-z0-9_./+-]+\\.h): No such file or directory",
          "fatal error: '([A-Za-z0-9_./+-]+\\.h)' file not found",
          "[Pp]ackage '?([A-Za-z0-9_.+-]+)'?,? .{0,80}not found",
          "No package '([A-Za-z0-9_.+-]+)' found",
          "The system library `([A-Za-z0-9_.+-]+)` required by crate");
  // one line, options first, then names only: what is added stands where a name may stand
  private static final Pattern INSTALL = Pattern.compile(
      "(?m)\\bapt(?:-get)?(?: +-[A-Za-z=-]+)* +install(?: +-[A-Za-z=-]+)*((?: +[a-z0-9][a-z0-9.+-]*)+)(?= *\\r?$)");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String missing = fault.group(1);
    PackageFacts packages = fault.facts().packages();
    Optional<String> name = packages.forHeader(missing).or(() -> packages.forModule(missing));
    if (name.isEmpty() || !fault.isFresh(FactsSection.PACKAGES)) {
      return Proposed.no("no one package is known to hold " + missing);
    }
    List<FailedJob> jobs = new ArrayList<>();
    List<Scalar> scripts = new ArrayList<>();
    for (FailedJob job : FailedJob.candidates(fault, files)) {
      for (Mapping step : job.job().steps()) {
        step.get("run")
            .flatMap(Yaml::scalar)
            .filter(run -> INSTALL.matcher(written(job.file(), run)).find())
            .ifPresent(run -> {
              jobs.add(job);
              scripts.add(run);
            });
      }
    }
    if (scripts.size() != 1) {
      return Proposed.no("no one step of the job installs packages with apt-get");
    }
    WorkflowFile file = jobs.get(0).file();
    String script = written(file, scripts.get(0));
    Matcher install = INSTALL.matcher(script);
    if (!install.find() || List.of(install.group(1).split(" +", -1)).contains(name.get())) {
      return Proposed.no(name.get() + " is installed already");
    }
    int end = scripts.get(0).span().start() + install.end(1);
    Editor editor = new Editor(files);
    editor.replace(file.path(), end, end, " " + name.get());
    return Proposed.edits(
        "ci: Install " + name.get(),
        "The package " + name.get() + " holds " + missing + ", which the build asks for.",
        editor);
  }

  private static String written(WorkflowFile file, Scalar run) {
    return file.text().substring(run.span().start(), run.span().end());
  }

  /** One more package that the facts know, at the end of one such command. */
  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      if (delta.isInStep("run") && delta.isEdit()) {
        added(delta.textBefore(), delta.textAfter())
            .filter(name -> isKnown(name, evidence.facts().packages()))
            .ifPresent(name -> claims.ask(
                delta,
                name + " holds a header that is known",
                "a package that is not installed yet"));
      }
    }
  }

  private static Optional<String> added(String before, String after) {
    Matcher install = INSTALL.matcher(before);
    while (install.find()) {
      String head = before.substring(0, install.end(1));
      String tail = before.substring(install.end(1));
      int length = after.length() - before.length();
      if (length > 1 && after.startsWith(head + " ") && after.endsWith(tail)) {
        return Optional.of(after.substring(head.length() + 1, head.length() + length));
      }
    }
    return Optional.empty();
  }

  private static boolean isKnown(String name, PackageFacts packages) {
    return packages.headers().stream()
            .anyMatch(h -> packages.forHeader(h).equals(Optional.of(name)))
        || packages.modules().stream()
            .anyMatch(m -> packages.forModule(m).equals(Optional.of(name)));
  }
}
