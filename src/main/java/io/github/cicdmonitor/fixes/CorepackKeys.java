package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An old corepack does not know the keys by which npm signs since February 2025 (nodejs/corepack
 * #612): a newer one is installed above {@code corepack enable}. A person decides, because it is code
 * of no fixed version.
 */
final class CorepackKeys implements Fix {
  private static final String INSTALL = "npm install --global --force corepack@latest";
  private static final About ABOUT = About.of(
          "corepack-keys", "Installs a corepack that knows the current keys of npm")
      .with(Trait.NEW_CODE)
      .askedBy("Cannot find matching keyid");
  private static final Pattern ENABLE =
      Pattern.compile("(?m)^([ \\t]*)((?:sudo )?corepack enable\\b.*)$");
  private static final Pattern INSTALLS = Pattern.compile(
      "(?m)^[ \\t]*(?:sudo )?npm (?:i|install)(?: --?(?:g|global|force|f))+ corepack(?:@[0-9a-z.]+)?[ \\t]*(?:#.*)?\\n");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsAndActionsWith("corepack")) {
      for (Job job : file.jobs()) {
        for (Mapping step : job.steps()) {
          step.get("run").flatMap(Yaml::scalar).ifPresent(run -> rewrite(file, run, editor));
        }
      }
    }
    return Proposed.edits(
        "ci: Install a corepack that knows npm's keys",
        "The corepack of this Node.js does not know the keys by which npm signs today.",
        editor);
  }

  private static void rewrite(WorkflowFile file, Scalar run, Editor editor) {
    int start = run.span().start();
    String written = file.text().substring(start, run.span().end());
    if (written.contains("corepack@")) {
      return;
    }
    Matcher enable = ENABLE.matcher(written);
    if (run.isBlock() && enable.find()) {
      int at = start + enable.start();
      editor.replace(file.path(), at, at, enable.group(1) + INSTALL + "\n");
    } else if (!run.isBlock() && ENABLE.matcher(written).matches()) {
      editor.replace(file.path(), start, start, INSTALL + " && ");
    }
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      boolean run = delta.isInStep("run") && delta.isEdit();
      String without =
          INSTALLS.matcher(delta.textAfter()).replaceAll("").replace(INSTALL + " && ", "");
      if (run && without.equals(delta.textBefore()) && without.contains("corepack enable")) {
        claims.ask(
            delta,
            "a newer corepack knows the keys of npm",
            "it installs whatever version is the latest");
      }
    }
  }
}
