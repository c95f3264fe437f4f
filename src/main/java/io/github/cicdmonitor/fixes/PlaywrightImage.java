package io.github.cicdmonitor.fixes;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.Version.Step;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The browsers in Playwright's image belong to one version of Playwright, and the lock file names
 * another (playwright.dev, "Docker": the versions must be the same). The image follows the lock.
 */
final class PlaywrightImage implements Fix {
  static final List<String> LOCKS = List.of("package-lock.json", "yarn.lock", "pnpm-lock.yaml");

  private static final About ABOUT = About.of(
          "playwright-image", "Uses the Playwright image of the version in the lock file")
      .with(Trait.NEW_CODE)
      .askedBy(
          "Executable doesn't exist at \\S*ms-playwright",
          "required: mcr\\.microsoft\\.com/playwright:v");
  private static final Pattern IMAGE =
      Pattern.compile("mcr\\.microsoft\\.com/playwright:v([0-9]+\\.[0-9]+\\.[0-9]+)((?:-[a-z]+)?)");
  private static final Pattern LOCKED = Pattern.compile(
      "(?m)^\"?(?:@playwright/test|playwright)@[^\\n]*:\\n\\s+version:? \"?([0-9]+\\.[0-9]+\\.[0-9]+)\"?$"
          + "|^  ['/]*(?:@playwright/test|playwright)@([0-9]+\\.[0-9]+\\.[0-9]+)'?:$");

  private static final String REGISTRY = "mcr.microsoft.com/playwright";
  private static final String INSTALL = "npx playwright install --with-deps";

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    if (!fault.line().contains("required:") && files.workflowsWith(REGISTRY).isEmpty()) {
      return browsers(fault, files);
    }
    Set<String> locked = locked(files::text);
    if (locked.size() != 1) {
      return Proposed.no("the lock files at the root name no one version of Playwright");
    }
    String version = locked.iterator().next();
    Editor editor = new Editor(files);
    for (WorkflowFile file : files.workflowsWith(REGISTRY)) {
      for (WorkflowFile.Job job : file.jobs()) {
        image(job).ifPresent(image -> {
          Matcher matcher = IMAGE.matcher(image.text());
          if (matcher.matches() && !matcher.group(1).equals(version)) {
            int at = file.text().indexOf(matcher.group(1), image.span().start());
            editor.replace(file.path(), at, at + matcher.group(1).length(), version);
          }
        });
      }
    }
    return Proposed.edits(
        "ci: Use the Playwright image " + version,
        "The lock file names Playwright " + version
            + ", and the image holds the browsers of another" + " version.",
        editor);
  }

  /** Without the image the job has to fetch the browsers of the locked version itself. */
  private static Proposed browsers(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (FailedJob failed : FailedJob.candidates(fault, files)) {
      boolean installs = failed.job().toString().contains("playwright install");
      Optional<Mapping> tests = failed.job().steps().stream()
          .filter(step -> step.text("run").orElse("").contains("playwright test"))
          .findFirst();
      if (!installs) {
        tests.ifPresent(step -> editor.addStepBefore(failed.file(), step, "run: " + INSTALL));
      }
    }
    return Proposed.edits(
        "ci: Install the browsers of Playwright",
        "The job runs tests of Playwright, and nothing installs the browsers of its version.",
        editor);
  }

  private static Optional<Scalar> image(WorkflowFile.Job job) {
    Optional<Yaml> container = job.body().get("container");
    return container
        .flatMap(Yaml::scalar)
        .or(() ->
            container.flatMap(Yaml::mapping).flatMap(c -> c.get("image")).flatMap(Yaml::scalar));
  }

  private static Set<String> locked(Function<String, Optional<String>> files) {
    Set<String> versions = new TreeSet<>();
    for (String lock : LOCKS) {
      files.apply(lock).ifPresent(text -> {
        if (lock.endsWith(".json")) {
          NamedVersions.json(text).ifPresent(json -> {
            for (String name : List.of("@playwright/test", "playwright")) {
              JsonNode version =
                  json.path("packages").path("node_modules/" + name).path("version");
              if (version.isTextual()) {
                versions.add(version.textValue());
              }
            }
          });
        } else {
          Matcher matcher = LOCKED.matcher(text);
          while (matcher.find()) {
            versions.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
          }
        }
      });
    }
    return versions;
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    Set<String> locked = locked(evidence::file);
    for (Delta delta : diff.deltas()) {
      boolean isNew =
          delta.step().isPresent() && delta.keys().isEmpty() && delta.before().isEmpty();
      Mapping added = delta.after().flatMap(Yaml::mapping).orElse(Mapping.EMPTY);
      if (isNew
          && added.entries().size() == 1
          && added.text("run").filter(INSTALL::equals).isPresent()) {
        claims.ask(
            delta, "the browsers of the locked Playwright", "a command that is new in the job");
        continue;
      }
      Matcher old = IMAGE.matcher(delta.textBefore());
      Matcher now = IMAGE.matcher(delta.textAfter());
      boolean image = (delta.isInJob("container") || delta.isInJob("container", "image"))
          && old.matches()
          && now.matches()
          && old.group(2).equals(now.group(2));
      boolean atRoot = delta
          .job()
          .filter(job -> Folders.of(diff.after(), job.after()).equals(Set.of("")))
          .isPresent();
      if (image && atRoot && locked.equals(Set.of(now.group(1)))) {
        String why = "the lock file names Playwright " + now.group(1);
        Step step = Version.step(old.group(1), now.group(1));
        if (step == Step.DOWN || step == Step.OTHER) {
          claims.ask(delta, why, "that is older than the image used now");
        } else {
          claims.claim(delta, why);
        }
      }
    }
  }
}
