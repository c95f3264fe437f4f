package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.gate.shell.MaskedFailures.Command;
import io.github.cicdmonitor.workflow.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Two versions of a shell script: what a reviewer must know about the second. */
public final class RunChange {
  private static final WordLists WORDS = WordLists.of("shell");
  private static final Pattern REPEATS = WORDS.found("repeats");
  private static final List<Pattern> STRICT = WORDS.patterns("strict");
  private static final List<Pattern> LAX = WORDS.patterns("lax");

  private RunChange() {}

  /**
   * A script that is new: nothing of it was there before.
   *
   * @param pipefail an option that the shell itself has or has not, hence a boolean; see {@link
   *     MaskedFailures#read}
   */
  public static void added(String script, int line, boolean pipefail, WorkflowPlace place) {
    ScriptReading now = ScriptReading.of(script, line, pipefail);
    hardRules(ScriptReading.of("", 1, pipefail), now, place);
    MaskedFailures.Reading reading = now.masks();
    for (Command command : reading.commands()) {
      if (command.role().isPresent() && reading.masks(command)) {
        place.add(ChangeKind.K22, command.line(), "a check whose result does not count");
      }
    }
  }

  /**
   * The script after replaces the one before. Five parameters: two scripts, where the second
   * stands, and how its shell runs.
   *
   * @param pipefail as for {@link #added}
   */
  public static void edited(
      String before, String after, int line, boolean pipefail, WorkflowPlace place) {
    if (before.strip().equals(after.strip())) {
      return;
    }
    place.add(
        ChangeKind.K8,
        line,
        "command " + Shown.quoted(changedPart(before, after)) + " → "
            + Shown.quoted(changedPart(after, before)));
    ScriptReading old = ScriptReading.of(before, 1, pipefail);
    ScriptReading now = ScriptReading.of(after, line, pipefail);
    weaker(before, after, line, place);
    if (now.masks().loops() && !old.masks().loops()) {
      place.add(ChangeKind.K20, line, "a loop, which may repeat a command until it passes");
    }
    masks(old.masks(), now.masks(), line, place);
    hardRules(old, now, place);
  }

  public static void hardRules(String before, String after, int line, WorkflowPlace place) {
    hardRules(ScriptReading.of(before, 1, false), ScriptReading.of(after, line, false), place);
  }

  private static void hardRules(ScriptReading old, ScriptReading now, WorkflowPlace place) {
    List<String> known =
        new ArrayList<>(old.fetched().stream().map(FetchAndRun.Found::text).toList());
    for (FetchAndRun.Found found : now.fetched()) {
      if (!known.remove(found.text())) {
        place
            .found()
            .block(
                "B-FETCH",
                found.line(),
                "fetches or decodes code and runs it: " + Shown.quoted(found.text()));
      }
    }
    Set<String> doubts = new TreeSet<>(now.doubts());
    doubts.removeAll(old.doubts());
    if (!doubts.isEmpty()) {
      place
          .found()
          .ask(place.where() + ": what the script runs cannot be proven: "
              + String.join("; ", doubts));
    }
  }

  private static void weaker(String before, String after, int line, WorkflowPlace place) {
    Set<String> what = new TreeSet<>();
    for (Pattern pattern : STRICT) {
      if (pattern.matcher(before).find() && !pattern.matcher(after).find()) {
        what.add("something strict is gone");
      }
    }
    for (Pattern pattern : LAX) {
      if (!pattern.matcher(before).find() && pattern.matcher(after).find()) {
        what.add("something lax is new");
      }
    }
    if (REPEATS.matcher(after).find() && !REPEATS.matcher(before).find()) {
      what.add("a command is repeated until it passes");
    }
    what.forEach(w -> place.add(ChangeKind.K20, line, w));
  }

  private static void masks(
      MaskedFailures.Reading old, MaskedFailures.Reading now, int line, WorkflowPlace place) {
    Set<String> maskedBefore = new HashSet<>();
    Set<String> skipsBefore = new HashSet<>();
    for (Command command : old.commands()) {
      skipsBefore.addAll(command.skips());
      if (old.masks(command)) {
        maskedBefore.add(command.words());
      }
    }
    for (Command command : now.commands()) {
      WorkflowPlace judged = place.guarded(guardOf(command, place.guard()));
      boolean retry = now.loops()
          && command.swallowed().map(by -> by.startsWith("|| sleep")).orElse(false);
      if (now.masks(command) && !maskedBefore.contains(command.words()) && !retry) {
        String by = command.swallowed().orElse("an exit with success");
        judged.mask(
            command.line(), Shown.quoted(command.words()) + " may fail unseen, because of " + by);
      }
      Set<String> skips = new TreeSet<>(command.skips());
      skips.removeAll(skipsBefore);
      if (!skips.isEmpty() && (command.role().isPresent() || place.guard().isGate())) {
        judged.mask(command.line(), "checks less: " + String.join(", ", skips));
      }
    }
    gone(old, now, line, place);
  }

  /** In a gate step by name every command of weight counts, elsewhere those with a role. */
  private static WorkflowPlace.Guard guardOf(Command command, WorkflowPlace.Guard step) {
    return command.role().isPresent() ? step.max(WorkflowPlace.Guard.GATE) : step;
  }

  private static void gone(
      MaskedFailures.Reading old, MaskedFailures.Reading now, int line, WorkflowPlace place) {
    boolean asMany = guards(now) >= guards(old);
    for (GateRole role : GateRole.values()) {
      if (count(now, role) >= count(old, role)) {
        continue;
      }
      String what = "a command that guards is gone (" + role.name().toLowerCase(Locale.ROOT) + ")";
      if (role == GateRole.BUILD && asMany) {
        place.add(ChangeKind.K22, line, what); // "make" became "make test"
      } else {
        place.guarded(place.guard().max(WorkflowPlace.Guard.GATE)).mask(line, what);
      }
    }
    if (place.guard().isGate() && weight(now) == 0 && weight(old) > 0) {
      place.mask(line, "nothing is left that could fail");
    } else if (weight(now) < weight(old)) {
      place.add(ChangeKind.K22, line, "fewer commands than before");
    }
  }

  private static long count(MaskedFailures.Reading reading, GateRole role) {
    return reading.commands().stream()
        .filter(c -> c.role().equals(Optional.of(role)))
        .count();
  }

  private static long guards(MaskedFailures.Reading reading) {
    return reading.commands().stream().filter(c -> c.role().isPresent()).count();
  }

  private static long weight(MaskedFailures.Reading reading) {
    return reading.commands().size();
  }

  /** Without what both begin and end with, to whole words. */
  private static String changedPart(String text, String other) {
    int start = 0;
    int most = Math.min(text.length(), other.length());
    while (start < most && text.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && text.charAt(text.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    int from = Math.max(text.lastIndexOf('\n', Math.max(0, start - 1)) + 1, start - 30);
    int to = Math.min(text.length(), text.length() - end + 20);
    return text.substring(Math.min(from, to), to);
  }
}
