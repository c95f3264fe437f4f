package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;

/**
 * CMake 4 refuses projects that ask for compatibility with CMake before 3.5 and names the variable
 * that lets them be configured all the same (release notes of CMake 4.0). Whether the project is a
 * dependency or the repository's own is for a person to see.
 */
final class CMakePolicyMinimum implements Fix {
  private static final String VARIABLE = "CMAKE_POLICY_VERSION_MINIMUM";
  private static final List<Pattern> TRIGGERS =
      List.of(Pattern.compile("Compatibility with CMake < 3\\.5 has been removed"));

  @Override
  public String name() {
    return "cmake-policy-minimum";
  }

  @Override
  public String title() {
    return "Lets CMake 4 configure dependencies that ask for a CMake before 3.5";
  }

  @Override
  public List<Pattern> triggers() {
    return TRIGGERS;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflows()) {
      for (Job job : file.jobs()) {
        boolean builds = job.steps().stream()
            .anyMatch(step -> step.text("run").map(run -> run.contains("cmake")).orElse(false));
        boolean meant = fault.job().isEmpty() ? builds : Jobs.isNamed(job, fault.job());
        if (meant && !file.text().contains(VARIABLE) && !job.body().entries().isEmpty()) {
          Mapping env = job.body().sub("env");
          if (env.entries().isEmpty()) {
            editor.insertBefore(
                file, Editor.first(job.body()), "env:", "  " + VARIABLE + ": '3.5'");
          } else {
            editor.insertBefore(file, Editor.first(env), VARIABLE + ": '3.5'");
          }
        }
      }
    }
    return Proposed.edits(
        "ci: Let CMake 4 configure older projects",
        "CMake 4 no longer configures projects that ask for a CMake before 3.5; its own message"
            + " names this variable for projects of others.",
        editor);
  }

  @Override
  public void recognise(WorkflowDiff diff, Evidence evidence, Claims claims) {
    diff.deltas().stream()
        .filter(delta -> delta.isInJob("env", VARIABLE) || delta.isInJob("env"))
        .filter(delta -> delta.before().isEmpty()
            && delta
                .after()
                .map(Object::toString)
                .orElse("")
                .matches("3\\.5|\\{" + VARIABLE + "=3\\.5\\}"))
        .forEach(delta -> claims.ask(
            delta, "the variable that CMake names", "whose project it is decides what is right"));
  }
}
