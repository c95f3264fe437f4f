package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Settings on which no check and no right depends, in the values that are known to be so: a closed
 * list. All legs of a matrix run to their end, how many at a time, how long an artifact is kept (only
 * longer), and variables that choose an encoding or how output looks.
 */
final class HarmlessSetting implements Fix {
  private static final About ABOUT = About.of(
          "harmless-setting",
          "Lets all legs of a matrix finish, keeps artifacts longer, or sets an encoding")
      .within(Surroundings.CHOSEN);

  private static final int LONGEST_KEPT = 30; // days
  private static final Set<String> UTF_8 = Set.of("C.UTF-8", "C.utf8", "en_US.UTF-8", "en_US.utf8");
  private static final Set<String> NO_LANGUAGE = Set.of("");
  private static final Set<String> ONE = Set.of("1", "true");
  private static final Map<String, Set<String>> VARIABLES = Map.ofEntries(
      Map.entry("LANG", UTF_8),
      Map.entry("LC_ALL", UTF_8),
      Map.entry("LC_CTYPE", UTF_8),
      Map.entry("TZ", Set.of("UTC", "Etc/UTC")),
      Map.entry("PYTHONUTF8", Set.of("1")),
      Map.entry("PYTHONIOENCODING", Set.of("utf-8", "utf8", "UTF-8")),
      Map.entry("PYTHONUNBUFFERED", ONE),
      Map.entry("DEBIAN_FRONTEND", Set.of("noninteractive")),
      Map.entry("DO_NOT_TRACK", ONE),
      Map.entry("NEXT_TELEMETRY_DISABLED", ONE),
      Map.entry("DOTNET_CLI_TELEMETRY_OPTOUT", ONE),
      Map.entry("DOTNET_NOLOGO", ONE),
      Map.entry("HOMEBREW_NO_AUTO_UPDATE", ONE));

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      if (delta.isInJob("strategy", "fail-fast")) {
        failFast(delta, claims);
      } else if (delta.isInJob("strategy", "max-parallel")) {
        maxParallel(delta, claims);
      } else if (delta.isInStep("with", "retention-days")) {
        retention(delta, claims);
      } else if (delta.keys().contains("env")) {
        variables(diff, delta, claims);
      }
    }
  }

  /** As many as there are: what limits nothing. */
  private static void maxParallel(Delta delta, Claims claims) {
    boolean number = isOf(Yaml.Type.NUMBER, delta.after());
    if (!number || !delta.textAfter().matches("[1-9][0-9]{0,2}")) {
      return;
    }
    Mapping matrix = delta.job().orElseThrow().after().matrix();
    int legs = matrix.entries().values().stream()
        .mapToInt(axis -> axis.sequence().map(list -> list.items().size()).orElse(1))
        .reduce(1, (all, axis) -> all * axis);
    boolean all = delta.before().isEmpty()
        && Set.of("include", "exclude").stream()
            .noneMatch(key -> matrix.get(key).isPresent())
        && Integer.parseInt(delta.textAfter()) >= legs;
    if (all) {
      claims.claim(delta, "as many legs at a time as there are");
    } else {
      claims.ask(
          delta, "how many legs run at a time", "legs may disturb each other, or wait for long");
    }
  }

  private static boolean isOf(Yaml.Type type, Optional<Yaml> value) {
    return value.flatMap(Yaml::scalar).filter(s -> s.type() == type).isPresent();
  }

  private static void failFast(Delta delta, Claims claims) {
    boolean strategyStays = delta.job().isPresent()
        && !delta.job().get().before().matrix().entries().isEmpty();
    if (strategyStays
        && delta.textAfter().equals("false")
        && isOf(Yaml.Type.BOOLEAN, delta.after())) {
      claims.claim(delta, "every leg of the matrix runs to its end");
    }
  }

  private static void retention(Delta delta, Claims claims) {
    boolean upload =
        delta.step().isPresent() && Steps.uses(delta.step().get().after(), Artifacts.UPLOAD);
    boolean numbers = delta.textBefore().matches("[1-9][0-9]{0,2}")
        && delta.textAfter().matches("[1-9][0-9]{0,2}");
    if (upload && numbers) {
      int before = Integer.parseInt(delta.textBefore());
      int after = Integer.parseInt(delta.textAfter());
      if (before == 1) {
        claims.ask(delta, "the artifact is kept longer", "it was meant to be gone after a day");
      } else if (before < after && after <= Math.min(2 * before, LONGEST_KEPT)) {
        claims.claim(delta, "the artifact is kept longer");
      }
    }
  }

  /** One variable, or a new {@code env} that holds nothing but such variables. */
  private static void variables(WorkflowDiff diff, Delta delta, Claims claims) {
    int at = delta.keys().indexOf("env");
    List<String> below = delta.keys().subList(at + 1, delta.keys().size());
    boolean ownLevel = at == 0;
    // a value that is none of these was chosen to be tested with
    boolean chosen = delta.before().isPresent()
        && !(below.size() == 1
            && ((below.get(0).equals("LANG") && isHarmless("LANG", delta.textBefore()))
                || NO_LANGUAGE.contains(delta.textBefore())));
    if (ownLevel && chosen) {
      return;
    }
    // what a machine of GitHub's has by itself, but for Windows; an image may lack it
    boolean lacks = diff.after().jobs().stream()
        .filter(job ->
            delta.job().isEmpty() || job.id().equals(delta.job().get().after().id()))
        .anyMatch(job -> job.body().get("container").isPresent()
            || RunnerPlaces.of(job).labels().stream()
                .anyMatch(label -> label.text().startsWith("windows")));
    if (lacks) {
      return;
    }
    if (ownLevel && below.size() == 1 && isHarmless(below.get(0), delta.textAfter())) {
      claims.claim(delta, below.get(0) + " chooses an encoding or how output looks");
    } else if (ownLevel && below.isEmpty() && delta.before().isEmpty()) {
      Mapping all = delta.after().flatMap(value -> value.mapping()).orElse(Mapping.EMPTY);
      boolean harmless = !all.entries().isEmpty()
          && all.entries().keySet().stream()
              .allMatch(name -> isHarmless(name, all.text(name).orElse("")));
      if (harmless) {
        claims.claim(delta, "variables that choose an encoding or how output looks");
      }
    }
  }

  private static boolean isHarmless(String name, String value) {
    return VARIABLES.getOrDefault(name, Set.of()).contains(value);
  }
}
