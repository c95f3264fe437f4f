package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ::add-path::} and {@code ::set-env::}, which the runner refuses since 2020, as lines of the
 * files that took their place (github.blog changelog 2020-10-01). Only an echo that is one line of a
 * POSIX shell.
 */
final class FileCommand implements Fix {
  private static final About ABOUT = About.of(
          "file-command",
          "Writes to GITHUB_PATH or GITHUB_ENV instead of a command that the runner refuses")
      .within(Surroundings.PLAIN)
      .askedBy("The `(add-path|set-env)` command is disabled");

  private static final Pattern OLD = Pattern.compile(
      "(\\s*)echo (['\"]?)::(?:(add-path)|set-env name=([A-Za-z_][A-Za-z0-9_]*))::(.*?)\\2\\s*");
  private static final Pattern NEW = Pattern.compile(
      "\\s*echo (['\"]?)(?:([A-Za-z_][A-Za-z0-9_]*)=)?(.*?)\\1 *>> *(\"?)\\$(\\{?)GITHUB_(PATH|ENV)(\\}?)\\4\\s*");
  // no white space, no quote, nothing that a shell or the old command would read as more than text
  private static final String PLAIN =
      "(?:[A-Za-z0-9_./:@,+=-]|\\$[A-Za-z_][A-Za-z0-9_]*|\\$\\{[A-Za-z_][A-Za-z0-9_]*\\})";
  private static final String CALL = "\\$\\([A-Za-z0-9_./ -]+\\)";
  private static final String EXPRESSION = "\\$\\{\\{[^{}'\"]*\\}\\}";
  private static final Pattern VALUE =
      Pattern.compile("(?:" + PLAIN + "|" + CALL + "|" + EXPRESSION + ")+");
  private static final String OWN_VARIABLES =
      "HOME|PWD|USER|GITHUB_(?:WORKSPACE|SHA|RUN_ID|RUN_NUMBER)|RUNNER_[A-Z_]+";
  private static final String FOLDERS = "[A-Z]+PATH|[A-Z_]+_(?:HOME|DIR|ROOT|PATH)";

  private static final Pattern STEERS = Pattern.compile(
      "(?i)(?:LD|DYLD|GIT|PIP|UV|NPM_CONFIG|YARN|PNPM|DOCKER)_.*|(?:BASH_)?ENV|PATH|SHELL|IFS"
          + "|PYTHON(?:PATH|HOME|STARTUP)|PERL5(?:LIB|OPT)|RUBY(?:LIB|OPT)|NODE_PATH"
          + "|.*(?:INDEX_URL|REGISTRY|PROXY|_OPTS|_OPTIONS)");

  /** @param value as written, without quotes */
  private record Line(String file, String variable, String value, String quote) {
    boolean isPlain() {
      boolean dollar = value.replaceAll(EXPRESSION, "").contains("$");
      return VALUE.matcher(value).matches() && !(quote.equals("'") && dollar);
    }

    /** Braces around the name of a variable change nothing. */
    String meaning() {
      return file + " " + variable + "="
          + value.replaceAll("\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}(?![A-Za-z0-9_])", "\\$$1");
    }

    String written(String indent) {
      String end = quote.equals("'") ? "'" : "\"";
      String start = variable.isEmpty() ? "" : variable + "=";
      return indent + "echo " + end + start + value + end + " >> \"$GITHUB_" + file + "\"";
    }
  }

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsAndActionsWith("::add-path::", "::set-env ")) {
      for (Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          Optional<Scalar> run = step.get("run").flatMap(Yaml::scalar);
          if (run.isPresent() && ShellOfStep.isPosix(file, job, step)) {
            rewrite(file, run.get(), editor);
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Write to GITHUB_PATH and GITHUB_ENV",
        "The runner refuses the commands add-path and set-env; the files took their place.",
        editor);
  }

  private static void rewrite(WorkflowFile file, Scalar run, Editor editor) {
    if (run.isBlock()) {
      int at = run.span().start();
      for (String line : file.text().substring(at, run.span().end()).split("\n", -1)) {
        String end = line.endsWith("\r") ? "\r" : "";
        String bare = line.substring(0, line.length() - end.length());
        Optional<Line> old = old(bare);
        if (old.isPresent()) {
          String indent = bare.replaceFirst("\\S.*$", "");
          editor.replace(file.path(), at, at + bare.length(), old.get().written(indent));
        }
        at += line.length() + 1;
      }
    } else if (file.text().startsWith(run.text(), run.span().start())) {
      old(run.text())
          .filter(line -> !run.text().contains("\n") && !run.text().contains(": "))
          .ifPresent(line ->
              editor.replace(file.path(), run.span().start(), run.span().end(), line.written("")));
    }
  }

  private static Optional<Line> old(String text) {
    Matcher matcher = OLD.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean path = matcher.group(3) != null;
    Line line = new Line(
        path ? "PATH" : "ENV", path ? "" : matcher.group(4), matcher.group(5), matcher.group(2));
    return Optional.of(line).filter(Line::isPlain);
  }

  private static Optional<Line> now(String text) {
    Matcher matcher = NEW.matcher(text);
    if (!matcher.matches() || matcher.group(5).isEmpty() != matcher.group(7).isEmpty()) {
      return Optional.empty();
    }
    boolean path = matcher.group(6).equals("PATH");
    String variable = matcher.group(2) == null ? "" : matcher.group(2);
    if (path != variable.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Line(matcher.group(6), variable, matcher.group(3), matcher.group(1)))
        .filter(Line::isPlain);
  }

  /** Each line that differs writes the same value to the file of the same command. */
  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      if (!delta.isInStep("run") || !delta.isEdit()) {
        continue;
      }
      List<String> before = List.of(delta.textBefore().split("\n", -1));
      List<String> after = List.of(delta.textAfter().split("\n", -1));
      boolean all = before.size() == after.size();
      Optional<String> doubt = Optional.empty();
      for (int i = 0; all && i < before.size(); i++) {
        if (!before.get(i).equals(after.get(i))) {
          Optional<Line> old = old(before.get(i));
          Optional<Line> now = now(after.get(i));
          all = old.isPresent()
              && now.isPresent()
              && old.get().meaning().equals(now.get().meaning());
          doubt = all && doubt.isEmpty() ? doubt(old.get()) : doubt;
        }
      }
      if (all) {
        say(diff, delta, doubt, claims);
      }
    }
  }

  private static void say(WorkflowDiff diff, Delta delta, Optional<String> doubt, Claims claims) {
    String why = "the same value goes to the file that took the command's place";
    boolean posix = ShellOfStep.isPosix(
        diff.after(),
        delta.job().orElseThrow().after(),
        delta.step().orElseThrow().after());
    Optional<String> reason = posix ? doubt : Optional.of("which shell runs the step is not known");
    reason.ifPresentOrElse(r -> claims.ask(delta, why, r), () -> claims.claim(delta, why));
  }

  /** A value that somebody else may have written could hold a line break, and so a second variable. */
  private static Optional<String> doubt(Line line) {
    for (String expression : Expressions.in(line.value())) {
      if (!expression.matches(
          "(?:runner|matrix|strategy)\\.[a-z_-]+|github\\.(?:workspace|sha|run_id|run_number)")) {
        return Optional.of("the value comes from an expression");
      }
    }
    if (line.file().equals("ENV")) {
      String rest = line.value()
          .replaceAll(EXPRESSION, "")
          .replaceAll("\\$\\{?(?:" + OWN_VARIABLES + ")\\b\\}?", "");
      if (rest.contains("$")) {
        return Optional.of("the value may hold more than one line");
      }
      if (line.variable().matches("(?:GITHUB|RUNNER|ACTIONS)_.*|NODE_OPTIONS|CI")) {
        return Optional.of("the runner does not let " + line.variable() + " be set");
      }
      if (STEERS.matcher(line.variable()).matches()) {
        return Optional.of(line.variable() + " decides what code later steps run");
      }
    } else if (line.value()
        .matches("[^$/].*|\\$\\{?(?:PWD|GITHUB_WORKSPACE)\\b.*|\\$\\{\\{.*workspace.*")) {
      return Optional.of("what the repository keeps there would run in place of other programs");
    } else if (line.value()
        .matches(".*\\$\\{?(?!(?:" + OWN_VARIABLES + "|" + FOLDERS + ")\\b)[A-Za-z_].*")) {
      return Optional.of("where the folder's name comes from is not known");
    }
    return Optional.empty();
  }
}
