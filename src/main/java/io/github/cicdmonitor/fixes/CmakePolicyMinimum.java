package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml.Mapping;

/**
 * CMake 4 refuses projects that ask for less than 3.5; the variable that its message names lets it
 * read those of others. A person decides: the own CMakeLists.txt should be mended instead.
 */
final class CmakePolicyMinimum implements Fix {
  private static final String VARIABLE = "CMAKE_POLICY_VERSION_MINIMUM";
  private static final About ABOUT = About.of(
          "cmake-policy-minimum", "Lets CMake 4 read projects that ask for less than 3.5")
      .askedBy("Compatibility with CMake < 3\\.5 has been removed");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    FailedJob.only(fault, files).ifPresent(failed -> set(failed.file(), failed.job(), editor));
    return Proposed.edits(
        "ci: Let CMake 4 read old projects",
        "CMake 4 no longer reads projects that ask for less than 3.5 unless " + VARIABLE
            + " is set. Where the project is your own, raise cmake_minimum_required instead.",
        editor);
  }

  private static void set(WorkflowFile file, Job job, Editor editor) {
    Mapping env = job.body().sub("env");
    if (env.get(VARIABLE).isEmpty() && !env.entries().isEmpty()) {
      editor.addKey(file, env, VARIABLE, "3.5");
    } else if (job.body().get("env").isEmpty()) {
      job.body()
          .key("steps")
          .ifPresent(steps -> editor.insertBefore(file, steps, "env:", "  " + VARIABLE + ": 3.5"));
    }
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      boolean one = (delta.isInJob("env", VARIABLE) || delta.isInStep("env", VARIABLE))
          && delta.isNewText()
          && delta.textAfter().equals("3.5");
      boolean block = delta.isInJob("env")
          && delta.before().isEmpty()
          && delta
              .after()
              .flatMap(a -> a.mapping())
              .filter(m -> m.entries().size() == 1)
              .flatMap(m -> m.text(VARIABLE))
              .filter("3.5"::equals)
              .isPresent();
      if (one || block) {
        claims.ask(delta, "CMake 4 reads old projects with it", "it may hide what is to be mended");
      }
    }
  }
}
